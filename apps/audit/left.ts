/** What falls on a case from elsewhere is left out where the case does not take it. Whether it would have, only its machine can tell. */
import type { Actor, RecordedEvent } from '../../libs/event-log/index.js';
import { decide } from '../../libs/workflow/decide.js';
import type { Workflow } from '../../libs/workflow/index.js';
import type { Item } from './event-shape.js';
import type { Missing } from './owed.js';
import { further, type Run } from './run.js';

/** Reads some streams of a history again, each in its order. */
export type ReadAgain = (streams: ReadonlySet<string>) => AsyncIterable<Item> | Iterable<Item>;

/** A chance of a case to take what it should have taken. */
interface Chance {
  readonly missing: Missing;
  /** Whether an event of the case is after that chance. */
  readonly isBefore: (event: RecordedEvent) => boolean;
}

/** Without those that the case they were to fall on would not have taken. */
export async function* withoutLeft(
  missing: Iterable<Missing>,
  again: ReadAgain,
  workflows: readonly Workflow[],
): AsyncIterable<Missing> {
  const onCases: Missing[] = [];
  for (const each of missing) {
    const { on } = each.brought;
    if (each.there === 'nothing' && on !== 'register' && 'case' in on) onCases.push(each);
    else yield each;
  }
  const left = await leftOf(onCases, again, workflows);
  for (const each of onCases) if (!left.has(each)) yield each;
}

/** Those that the case they were to fall on would not have taken. */
async function leftOf(
  onCases: readonly Missing[],
  again: ReadAgain,
  workflows: readonly Workflow[],
): Promise<ReadonlySet<Missing>> {
  const left = new Set<Missing>();
  if (onCases.length === 0) return left;
  const coming = Map.groupBy(onCases.flatMap(chancesOf), (chance) => chance.missing.stream);
  const runs = new Map<string, Run>();
  const check = (chances: readonly Chance[], run: Run | undefined): void => {
    for (const each of chances) if (!takes(run, each.missing)) left.add(each.missing);
  };
  for await (const item of again(new Set(coming.keys()))) {
    const { stream } = item;
    const chances = stream === undefined ? undefined : coming.get(stream);
    if ('unreadable' in item || chances === undefined) continue;
    const run = runs.get(item.stream);
    const [now, later] = [
      chances.filter((each) => each.isBefore(item)),
      chances.filter((each) => !each.isBefore(item)),
    ];
    check(now, run);
    coming.set(item.stream, later);
    const next = further(workflows, run, item);
    if ('what' in next) coming.delete(item.stream);
    else runs.set(item.stream, next);
  }
  for (const [stream, chances] of coming) check(chances, runs.get(stream));
  return left;
}

/**
 * Two chances: behind all that stands before the cause in the log, and behind all that was decided before it. Events of one append are laid
 * down stream by stream, so what the case decided first may stand behind the cause; of one append all have the same time.
 */
function chancesOf(missing: Missing): readonly Chance[] {
  const { position, at } = missing.cause;
  const decided = Date.parse(at);
  return [
    { missing, isBefore: (event) => event.position > position },
    { missing, isBefore: (event) => event.position > position && Date.parse(event.at) > decided },
  ];
}

const clock: Actor = { id: 'clock', name: 'Clock', role: 'clock', organisation: 'service' };

function takes(run: Run | undefined, { cause, brought }: Missing): boolean {
  if (run === undefined) return false;
  const { workflow, standing } = run;
  const { type, data, by, at } = brought;
  const happened = at ?? cause.at;
  const last = standing.at ?? happened;
  const fact = {
    type,
    data,
    // No event is before the last of its stream.
    at: Date.parse(last) > Date.parse(happened) ? last : happened,
    actor: by === 'clock' ? clock : cause.actor,
  };
  return decide(workflow, standing, fact).outcome === 'decided';
}
