import { draftingOf } from '../../stages/application/stage.js';

export const drafting = draftingOf({
  target: '#assurance',
  only: ['amendmentIsStated', 'delegationIsNotDouble', 'committeeCanDecide', 'governingBodyHasTheCommittee'],
});
