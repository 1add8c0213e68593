/** The stages put together. What applications for all levels share is in the stages' own folders; here is where each leads. */
import { anywhere, applicationSuperseded, deadlinesMove, superseded, withdrawal } from '../case/anywhere.js';
import { emptyContext } from '../case/context.js';
import { ended, endingsOfAnApplication, lapsesAtGoLive } from '../case/endings.js';
import { model } from '../case/model.js';
import { constitutionFor } from '../stages/constitution/stage.js';
import { committeesMeetInCommon, group, invitedInTime, membersLeave } from '../stages/group/stage.js';
import { acknowledges, interestIn } from '../stages/interest/stage.js';
import { mandate, membersAreHeard, refusesLateVotes } from '../stages/mandate/stage.js';
import { termsOf } from '../stages/terms-of-reference/stage.js';
import { drafting } from './application/stage.js';
import { inForce } from './arrangement/stage.js';
import { committee } from './committee/stage.js';
import { decision, review } from './decision/stage.js';

export const machine = model.createMachine({
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
            constitution: constitutionFor({ alwaysAmended: true }),
            terms: termsOf('committeeIsJoint'),
            application: { initial: 'drafting', states: { drafting, review, decision, committee } },
          },
        },
      },
    },
    invited: invitedInTime,
    inForce,
    ...endingsOfAnApplication,
    rejected: ended('rejected', 'The region rejected the application.'),
    ended: ended('ended', 'The arrangement ended after notice. The CCG holds no level by that.'),
    superseded: ended('superseded', 'A higher level took effect for the CCG.'),
  },
});
