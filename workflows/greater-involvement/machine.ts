/** The machine of every version of greater involvement, as far as they agree. */
import { anywhere, applicationSuperseded, superseded, withdrawal } from '../application/anywhere.js';
import { ended, endings } from '../application/endings.js';
import { model, type CasePlace, type Ways } from '../application/model.js';
import { emptyContext } from '../stages.js';
import { invited, membersLeave } from '../stages/group/stage.js';
import { interestIn } from '../stages/interest/stage.js';
import { noted, notes } from '../stages/involvement/stage.js';
import { refusesWithdrawal, untilNotice } from '../stages/notice/stage.js';

/** Each CCG is noted by itself. */
const anotherLeaves = {
  GroupMemberLeft: {
    ...membersLeave.GroupMemberLeft,
    description: 'The case of another CCG of the group ended. Each is noted by itself, so nothing changes here.',
  },
} as const;

/** Where versions differ. */
export interface Differing {
  /** What may be recorded while the involvement is in force, and what is due there. */
  readonly ways?: Ways;
  readonly place?: CasePlace;
}

export function involvementMachine({ ways = {}, place }: Differing = {}) {
  return model.createMachine({
    id: 'greater-involvement',
    context: emptyContext,
    initial: 'applying',
    on: { ...anywhere, ...superseded },
    states: {
      applying: {
        initial: 'interest',
        on: { ...withdrawal, ...applicationSuperseded, ...anotherLeaves },
        states: { interest: interestIn('levelIsL1', notes), noted },
      },
      invited,
      inForce: {
        id: 'inForce',
        description:
          'The CCG has influence, NHS England decides. Either party can end it with notice: only a delegation is one-way (R-60).',
        meta: { refuses: refusesWithdrawal, ...place },
        on: ways,
        initial: 'running',
        states: untilNotice,
      },
      ...endings,
      ended: ended('ended', 'The involvement ended after notice.'),
      superseded: ended('superseded', 'A higher level took effect for the CCG.'),
    },
  });
}
