/** The stages of delegated commissioning put together: where each leads, and what may be recorded wherever a case stands. */
import { anywhere, applicationSuperseded, deadlinesMove, withdrawal } from '../application/anywhere.js';
import { ended, endingsOfAnApplication, lapsesAtGoLive } from '../application/endings.js';
import { model } from '../application/model.js';
import type { Differing } from '../application/version.js';
import { emptyContext } from '../stages.js';
import { agreement } from '../stages/agreement/stage.js';
import { draftingOf } from '../stages/application/stage.js';
import { assurance } from '../stages/assurance/stage.js';
import { constitutionFor } from '../stages/constitution/stage.js';
import { nationalDecision } from '../stages/decision/national.js';
import { inForce } from '../stages/delegation/stage.js';
import { committeesMeetInCommon, group, invitedInTime, membersLeave } from '../stages/group/stage.js';
import { acknowledges, interestIn } from '../stages/interest/stage.js';
import { endingsByMembers } from '../stages/mandate/part.js';
import { mandate, membersAreHeard, refusesLateVotes } from '../stages/mandate/stage.js';
import { termsOf } from '../stages/terms-of-reference/stage.js';

const form = [
  'amendmentIsStated',
  'delegationIsNotDouble',
  'committeeCanDecide',
  'governingBodyHasTheCommittee',
] as const;

export function delegationMachine({ beside = {}, submission = [] }: Differing = {}) {
  const drafting = draftingOf({ target: '#assurance', only: [...submission, ...form] });
  return model.createMachine({
    id: 'delegated-commissioning',
    context: emptyContext,
    initial: 'applying',
    meta: refusesLateVotes,
    on: anywhere,
    states: {
      applying: {
        initial: 'interest',
        on: {
          ...withdrawal,
          ...deadlinesMove,
          ...applicationSuperseded,
          ...membersAreHeard,
          ...membersLeave,
          ...committeesMeetInCommon,
        },
        states: {
          interest: interestIn('levelIsL3', acknowledges('readinessIsGiven')),
          underWay: {
            id: 'underWay',
            type: 'parallel',
            description: 'Group, mandate, constitution, terms of reference and application go on side by side.',
            ...lapsesAtGoLive,
            states: {
              group,
              mandate,
              ...beside,
              constitution: constitutionFor({ alwaysAmended: false }),
              terms: termsOf('committeeIsOfTheGoverningBody'),
              application: {
                initial: 'drafting',
                states: { drafting, assurance, decision: nationalDecision, agreement },
              },
            },
          },
        },
      },
      invited: invitedInTime,
      inForce,
      ...endingsOfAnApplication,
      ...endingsByMembers,
      superseded: ended('superseded', 'Another application of the CCG for this level took effect.'),
      rejected: ended('rejected', 'The national committee rejected the application.'),
      revoked: ended('revoked', 'NHS England revoked the delegation. The CCG holds no level by that.'),
    },
  });
}
