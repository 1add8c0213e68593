/** The machine of every version of greater involvement, as far as they agree. */
import { anywhere, applicationSuperseded, superseded, withdrawal } from '../case/anywhere.js';
import { emptyContext } from '../case/context.js';
import { ended, endings } from '../case/endings.js';
import { independently, model, only, type Ways } from '../case/model.js';
import { invited, membersLeave } from '../stages/group/stage.js';
import { interestIn } from '../stages/interest/stage.js';
import { refusesWithdrawal, untilNotice } from '../stages/notice/stage.js';

const noted = {
  InvolvementNoted: {
    target: '#noted',
    guard: independently(),
    description: 'The region notes the involvement. There is no approval path: a note is enough (R-45).',
    meta: { by: ['regional-assessor'], label: 'Note the involvement', rule: 'R-45' },
    actions: model.assign(({ event }) => (event.type === 'InvolvementNoted' ? { involvement: event.data } : {})),
  },
} as const;

/** Each CCG is noted by itself. */
const anotherLeaves = {
  GroupMemberLeft: {
    ...membersLeave.GroupMemberLeft,
    description: 'The case of another CCG of the group ended. Each is noted by itself, so nothing changes here.',
  },
} as const;

interface Differing {
  /** What may be recorded while the involvement is in force, and what is due there. */
  readonly ways?: Ways;
  readonly place?: { readonly waitingOn: readonly ['regional-assessor']; readonly due: { readonly date: string } };
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
        states: {
          interest: interestIn('levelIsL1', noted),
          noted: {
            id: 'noted',
            description: 'The involvement is noted. It begins at go-live.',
            meta: { waitingOn: ['clock'], due: { date: 'goLive', event: 'InvolvementTookEffect' } },
            on: {
              InvolvementTookEffect: {
                target: '#inForce',
                guard: only('goLiveHasCome'),
                description: 'Go-live has come: the CCG is involved in NHS England’s decisions.',
                meta: { by: ['clock'], label: 'Let the involvement begin', rule: 'R-06' },
              },
            },
          },
        },
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
