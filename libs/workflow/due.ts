/** What is due at one instant comes in the order of its kind, whatever case it is on. */

/** What a fact is that the clock records, as its stage says it. */
export const kindsOfDue = ['ending', 'taking effect', 'ballot closing', 'lapse'] as const;
export type KindOfDue = (typeof kindsOfDue)[number];
/** By type of fact. */
export type DueAs = Readonly<Record<string, KindOfDue>>;

type Ordered = 'closure' | KindOfDue;
/** First what follows from the CCGs that closed the day before, which the register says. */
const order: readonly Ordered[] = ['closure', ...kindsOfDue];

export const byKind = (a: Ordered, b: Ordered): number => order.indexOf(a) - order.indexOf(b);

interface Timed {
  readonly name: string;
  readonly version: string;
  readonly dueAs?: DueAs;
}

/** What kind of due fact a workflow says this one is. @throws RangeError where it says none */
export function kindOf({ name, version, dueAs = {} }: Timed, event: string): KindOfDue {
  const kind = Object.hasOwn(dueAs, event) ? dueAs[event] : undefined;
  if (kind === undefined)
    throw new RangeError(`expected a fact that ${name}@${version} has the clock record, found ${event}`);
  return kind;
}

interface OfGroup {
  readonly kind: Ordered;
  readonly groupId?: string | null;
}

/** The first of what is due, in its order: so many at most, and no group that would be parted, unless there is nothing else. */
export function firstOf<T extends OfGroup>(due: readonly T[], most: number): readonly T[] {
  const next = due[most];
  const inParts = ({ kind, groupId }: T): boolean => kind === next?.kind && groupId === next.groupId;
  const begins = typeof next?.groupId === 'string' ? due.findIndex(inParts) : most;
  return due.slice(0, begins === 0 ? most : begins);
}
