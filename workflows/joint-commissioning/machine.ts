/** The stages of joint commissioning put together: where each leads, and what may be recorded wherever a case stands. */
import { anywhere, applicationSuperseded, deadlinesMove, superseded, withdrawal } from '../application/anywhere.js';
import { ended, endingsOfAnApplication, lapsesAtGoLive } from '../application/endings.js';
import { model } from '../application/model.js';
import type { Differing } from '../application/version.js';
import { emptyContext } from '../stages.js';
import { draftingOf } from '../stages/application/stage.js';
import { constitutionFor } from '../stages/constitution/stage.js';
import { conditionReviewsBy } from '../stages/decision/conditions.js';
import { regionalDecision } from '../stages/decision/regional.js';
import { committeesMeetInCommon, group, invitedInTime, membersLeave } from '../stages/group/stage.js';
import { acknowledges, interestIn } from '../stages/interest/stage.js';
import { committee } from '../stages/joint-committee/stage.js';
import { endingsByMembers } from '../stages/mandate/part.js';
import { mandate, membersAreHeard, refusesLateVotes } from '../stages/mandate/stage.js';
import { refusesWithdrawal, untilNotice } from '../stages/notice/stage.js';
import { review } from '../stages/review/regional.js';
import { termsOf } from '../stages/terms-of-reference/stage.js';

const form = [
  'amendmentIsProposed',
  'termsArePutForward',
  'ownJointCommitteeComesFirst',
  'committeeCanDecide',
  'jointCommitteeOfCcgsIsLawful',
] as const;

const inForce = model.createStateConfig({
  id: 'inForce',
  description:
    'The joint committee of the CCG and NHS England decides. Either party can leave with notice: only a delegation is one-way (R-60).',
  meta: { refuses: refusesWithdrawal, due: { date: 'conditionsDue', by: ['regional-assessor'] } },
  on: conditionReviewsBy('regional-assessor'),
  initial: 'running',
  states: untilNotice,
});

export function jointMachine({ beside = {}, submission = [] }: Differing = {}) {
  const drafting = draftingOf({ target: '#review', only: [...submission, ...form] });
  return model.createMachine({
    id: 'joint-commissioning',
    context: emptyContext,
    initial: 'applying',
    meta: refusesLateVotes,
    on: { ...anywhere, ...committeesMeetInCommon, ...superseded },
    states: {
      applying: {
        initial: 'interest',
        on: { ...withdrawal, ...deadlinesMove, ...applicationSuperseded, ...membersAreHeard, ...membersLeave },
        states: {
          interest: interestIn('levelIsL2', acknowledges()),
          underWay: {
            id: 'underWay',
            type: 'parallel',
            description: 'Group, mandate, constitution, terms of reference and application go on side by side.',
            ...lapsesAtGoLive,
            states: {
              group,
              mandate,
              ...beside,
              constitution: constitutionFor({ alwaysAmended: true }),
              terms: termsOf('committeeIsJoint'),
              application: { initial: 'drafting', states: { drafting, review, decision: regionalDecision, committee } },
            },
          },
        },
      },
      invited: invitedInTime,
      inForce,
      ...endingsOfAnApplication,
      ...endingsByMembers,
      rejected: ended('rejected', 'The region rejected the application.'),
      ended: ended('ended', 'The arrangement ended after notice. The CCG holds no level by that.'),
      superseded: ended('superseded', 'A higher level took effect for the CCG.'),
    },
  });
}
