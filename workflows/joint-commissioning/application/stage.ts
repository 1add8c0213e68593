import { draftingOf } from '../../stages/application/stage.js';

export const drafting = draftingOf({
  target: '#review',
  only: [
    'amendmentIsProposed',
    'termsArePutForward',
    'ownJointCommitteeComesFirst',
    'committeeCanDecide',
    'jointCommitteeOfCcgsIsLawful',
  ],
});
