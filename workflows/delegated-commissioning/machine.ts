/** The stages put together: where each leads, and what may be recorded wherever a case stands. */
import { agreement } from './agreement/stage.js';
import { drafting } from './application/stage.js';
import { assurance } from './assurance/stage.js';
import { constitutionFor } from '../stages/constitution/stage.js';
import { anywhere, applicationSuperseded, deadlinesMove, withdrawal } from '../case/anywhere.js';
import { emptyContext } from '../case/context.js';
import { ended, endingsOfAnApplication, lapsesAtGoLive } from '../case/endings.js';
import { decision } from './decision/stage.js';
import { inForce } from './delegation/stage.js';
import { committeesMeetInCommon, group, invitedInTime, membersLeave } from '../stages/group/stage.js';
import { acknowledges, interestIn } from '../stages/interest/stage.js';
import { mandate, membersAreHeard, refusesLateVotes } from '../stages/mandate/stage.js';
import { model } from '../case/model.js';
import { termsOf } from '../stages/terms-of-reference/stage.js';

export const machine = model.createMachine({
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
            constitution: constitutionFor({ alwaysAmended: false }),
            terms: termsOf('committeeIsOfTheGoverningBody'),
            application: { initial: 'drafting', states: { drafting, assurance, decision, agreement } },
          },
        },
      },
    },
    invited: invitedInTime,
    inForce,
    ...endingsOfAnApplication,
    superseded: ended('superseded', 'Another application of the CCG for this level took effect.'),
    rejected: ended('rejected', 'The national committee rejected the application.'),
    revoked: ended('revoked', 'NHS England revoked the delegation. The CCG holds no level by that.'),
  },
});
