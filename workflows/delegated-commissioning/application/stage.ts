import { draftingOf } from '../../stages/application/stage.js';

export const drafting = draftingOf({
  target: '#assurance',
  only: ['amendmentIsStated', 'delegationIsNotDouble', 'committeeCanDecide', 'governingBodyHasTheCommittee'],
  rules: ['R-20', 'R-30', 'R-31', 'R-34'],
});
