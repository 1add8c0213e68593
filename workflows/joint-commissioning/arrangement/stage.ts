import { model } from '../../case/model.js';
import { refusesWithdrawal, untilNotice } from '../../stages/notice/stage.js';
import { conditionReviews } from '../committee/stage.js';

export const inForce = model.createStateConfig({
  id: 'inForce',
  description:
    'The joint committee of the CCG and NHS England decides. Either party can leave with notice: only a delegation is one-way (R-60).',
  meta: { refuses: refusesWithdrawal, due: { date: 'conditionsDue', by: ['regional-assessor'] } },
  on: conditionReviews,
  initial: 'running',
  states: untilNotice,
});
