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

/** What the workflows say together. @throws RangeError where they differ */
export function kindsIn(workflows: readonly Timed[]): ReadonlyMap<string, KindOfDue> {
  const kinds = new Map<string, KindOfDue>();
  for (const { name, version, dueAs = {} } of workflows)
    for (const [event, kind] of Object.entries(dueAs)) {
      const other = kinds.get(event) ?? kind;
      if (other !== kind)
        throw new RangeError(
          `${event} is due as ${other} in one workflow and as ${kind} in ${name}@${version}. Name it alike in both.`,
        );
      kinds.set(event, kind);
    }
  return kinds;
}
