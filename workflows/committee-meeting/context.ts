/** What a meeting remembers, and who may act on one. */
import type { RoleOf } from '../../libs/workflow/index.js';
import type { Condition } from './decisions.js';
import type { Committee, FactOf, Handling, Known, MeetingFact, Put, Votes } from './events.js';

export interface Declaration {
  /** Who declared it. */
  readonly id: string;
  readonly interest: string;
  /** Code of what it lies in, where it was declared in a meeting. */
  readonly subject?: string;
  /** When. */
  readonly at?: string;
  /** Null until the chair has said. */
  readonly handling: Handling | null;
}

/** How an item was settled; once it is, it never changes. */
export type Result =
  | {
      readonly outcome: 'carried' | 'not-carried';
      readonly decision: FactOf<'ItemDecided'>['data']['decision'];
      readonly votes: Readonly<Votes>;
      readonly castingVote: 'for' | 'against' | null;
      /** Of an approval with conditions, those that were voted on. */
      readonly conditions?: readonly Condition[];
      readonly grounds: string;
    }
  | { readonly outcome: 'inquorate'; readonly next: 'defer' | 'escalate'; readonly reasons: string }
  /** The case changed before anybody voted, and was tabled anew as it stands. */
  | { readonly outcome: 'retabled' };

export interface Item {
  readonly case: string;
  /** What the case was when it was tabled, which is what is voted on. */
  readonly put?: Put;
  readonly title: string;
  readonly proposed: FactOf<'ItemTabled'>['data']['decision'];
  /** Ids of the people who may not decide the case, whatever the chair says. */
  readonly barred: readonly string[];
  /** Ids of the members who hold the role in which the committee decides; the others do not sit. */
  readonly entitled?: readonly string[];
  /** One for each person, also for whoever has an interest in the register. */
  readonly declarations: readonly Declaration[];
  /** Id of the chair who took on that there is no clinical input. */
  readonly acknowledgedBy: string | null;
  readonly result: Result | null;
  readonly tabledAt?: string;
  /** When it was settled. */
  readonly settledAt?: string;
}

export interface Context {
  readonly committee: Committee | null;
  readonly heldOn: string;
  readonly place: string | null;
  /** Ids of members; empty until the meeting sits. */
  readonly present: readonly string[];
  readonly chairedBy: string | null;
  /** In the order tabled; the first is item 1. */
  readonly items: readonly Item[];
}

export const emptyContext: Context = {
  committee: null,
  heldOn: '',
  place: null,
  present: [],
  chairedBy: null,
  items: [],
};

/** The committee that sits: as it is constituted on the day of the meeting. */
export const sitting = ({ committee }: Context, { data }: FactOf<'MembersAttended'>): Committee | null =>
  data.constituted ?? committee;

/** The item of this number, from 1. */
export const itemOf = ({ items }: Context, number: number): Item | undefined => items[number - 1];

/** The items with that one changed. */
export const withItem = ({ items }: Context, number: number, change: (item: Item) => Partial<Item>): readonly Item[] =>
  items.map((item, index) => (index === number - 1 ? { ...item, ...change(item) } : item));

/**
 * The item as its people are now: an interest learnt after it was tabled is declared and bars, and a role that was withdrawn since counts no
 * more.
 */
export function asKnown(item: Item, { barred, entitled, registered = [] }: Partial<Known>): Item {
  const news = registered.filter(({ id }) => !item.declarations.some((declared) => declared.id === id));
  return {
    ...item,
    ...(barred && { barred }),
    ...(entitled && { entitled }),
    declarations: [...item.declarations, ...news.map((each): Declaration => ({ ...each, handling: null }))],
  };
}

/** The agenda with a new item, which takes the place of one on the same case that nobody has voted on. */
export const withTabled = (context: Context, event: FactOf<'ItemTabled'>): readonly Item[] => [
  ...context.items.map((item): Item =>
    item.case === event.data.case && item.result === null
      ? { ...item, result: { outcome: 'retabled' }, settledAt: event.at }
      : item,
  ),
  tabled(context, event),
];

/** Whether a case that is tabled has changed since it was tabled as this item. */
export const hasChangedSince = ({ put }: Item, { data }: FactOf<'ItemTabled'>): boolean =>
  put !== undefined && data.put !== undefined && data.put.changes > put.changes;

/** A new item. An interest in a case does not vanish when the case is tabled again. */
function tabled({ items }: Context, { data, at }: FactOf<'ItemTabled'>): Item {
  const before = items.findLast((item) => item.case === data.case);
  const item = {
    case: data.case,
    ...(data.put && { put: data.put }),
    title: data.title,
    proposed: data.decision,
    barred: data.barred,
    declarations: before?.declarations ?? [],
    acknowledgedBy: null,
    result: null,
    tabledAt: at,
  };
  return asKnown(item, data);
}

export const NATIONAL = 'nhse';

/** The role in which the members of a committee decide. */
export const seatOf = ({
  organisation,
}: Pick<Committee, 'organisation'>): 'national-committee' | 'regional-assessor' =>
  organisation === NATIONAL ? 'national-committee' : 'regional-assessor';

/** Those who keep the meetings of the committees, each for its own organisation's. */
export const roles = {
  'national-committee': {
    title: 'National committee',
    actsOn: ({ context, event, organisation }) =>
      organisation === NATIONAL && organisation === organisationOf(context, event),
  },
  'regional-assessor': {
    title: 'Regional assessor',
    actsOn: ({ context, event, organisation }) =>
      organisation !== NATIONAL && organisation === organisationOf(context, event),
  },
  auditor: { title: 'Auditor', actsOn: () => true },
} as const satisfies Record<string, RoleOf<{ context: Context; event: MeetingFact | undefined }>>;

export type Role = keyof typeof roles;

/** Before the first fact is recorded, the committee is the one it speaks of. */
function organisationOf(context: Context, event: MeetingFact | undefined): string | undefined {
  if (context.committee) return context.committee.organisation;
  return event?.type === 'MeetingConvened' ? event.data.committee.organisation : undefined;
}
