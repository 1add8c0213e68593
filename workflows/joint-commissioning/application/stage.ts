import { draftingOf } from '../../stages/application/stage.js';

export const drafting = draftingOf({
  target: '#review',
  only: ['amendmentIsProposed', 'ownJointCommitteeComesFirst', 'committeeCanDecide', 'jointCommitteeOfCcgsIsLawful'],
  rules: ['R-20', 'R-31', 'R-32', 'R-33'],
});
