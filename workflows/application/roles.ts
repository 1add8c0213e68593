/** Who may act on a case. */
import type { RoleOf } from '../../libs/workflow/index.js';
import type { CaseFact, Context } from './words.js';

/** The roles of the domain, each with the cases it acts on: one's own CCG's, one's own region's, or all. */
export const roles = {
  'ccg-officer': {
    title: 'CCG officer',
    actsOn: ({ context, event, organisation }) =>
      organisation === ccgOf(context, event) || beginsForGroup(context, event, organisation),
  },
  // The roll decides who votes, so that a practice not on it hears that rule.
  'practice-representative': { title: 'Practice representative', actsOn: () => true },
  'result-verifier': {
    title: 'Result verifier',
    actsOn: ({ context, event, organisation }) => organisation === ccgOf(context, event),
  },
  'regional-assessor': {
    title: 'Regional assessor',
    actsOn: ({ context, organisation }) => organisation === context.ccg?.region,
  },
  'constitution-reviewer': { title: 'Constitution reviewer', actsOn: ({ organisation }) => organisation === 'nhse' },
  'national-committee': { title: 'National committee', actsOn: ({ organisation }) => organisation === 'nhse' },
  auditor: { title: 'Auditor', actsOn: () => true },
  registrar: { title: 'Registrar', actsOn: ({ organisation }) => organisation === 'nhse' },
  clock: { title: 'Clock', actsOn: ({ organisation }) => organisation === 'service' },
} as const satisfies Record<string, RoleOf<{ context: Context; event: CaseFact | undefined }>>;

export type Role = keyof typeof roles;

/** One officer of a group may invite all its CCGs; nothing is held for another CCG until that acts by itself. */
const beginsForGroup = (context: Context, event: CaseFact | undefined, organisation: string): boolean =>
  context.ccg === null && event?.type === 'InterestExpressed' && (event.data.group?.includes(organisation) ?? false);

/** Before the first fact is recorded, the CCG is the one it speaks of. */
function ccgOf(context: Context, event: CaseFact | undefined): string | undefined {
  return context.ccg?.code ?? (event?.type === 'InterestExpressed' ? event.data.ccg.code : undefined);
}
