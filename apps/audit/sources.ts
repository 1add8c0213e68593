/** What facts took from other streams, held against where they took it: the register as it was then, and the minutes of meetings. */
import { createHash } from 'node:crypto';
import type { RecordedEvent } from '../../libs/event-log/index.js';
import { registerStream } from '../../libs/register/facts.js';
import { ofRegister } from '../../libs/register/look-ups.js';
import { ordered } from '../../libs/workflow/ordered.js';
import { caseOf, caseStream } from '../../libs/workflow/streams.js';
import { minuteOf, type MeetingContext } from '../../workflows/committee-meeting/minute.js';
import { isWellBefore } from './dates.js';
import type { Placed } from './findings.js';
import { RegisterThen } from './grants.js';
import type { ReadAgain } from './left.js';
import type { KeptMarks } from './kept-marks.js';
import type { Asked, Last, Mark } from './marks.js';
import type { Run } from './run.js';

/** Enough of a hash to tell two values apart; what is undefined is as if it were not there. */
function printOf(value: unknown): string {
  const text = JSON.stringify(ordered(value)) as string | undefined; // of undefined there is none
  return createHash('sha256')
    .update(text ?? '')
    .digest('base64')
    .slice(0, 22);
}

/** What a fact took from the register; undefined of most facts. */
export function askedBy({ workflow, standing }: Run, event: RecordedEvent): Asked | undefined {
  const names = (workflow.lookUps[event.type] ?? none).filter((name) => Object.hasOwn(ofRegister, name));
  if (names.length === 0) return undefined;
  const { position, stream, revision, at, type, data } = event;
  const { ccg, round } = workflow.particulars(standing.snapshot.context as unknown) ?? {};
  const { heldOn, committeeId } = data;
  return {
    event: { position, stream, revision, at },
    type,
    occasion: { ccg, round, data: { heldOn, committeeId } },
    said: Object.fromEntries(names.map((name) => [name, printOf(data[name])])),
  };
}

const none: readonly string[] = [];

/** What the register did not say. What it learnt at about the same time can have been decided with the fact, or on another machine. */
export function untrueOf({ event, type, occasion, said }: Asked, { register, at }: RegisterThen): readonly string[] {
  if (at === undefined || !isWellBefore(at, event.at)) return [];
  const asked = { ...occasion, register, at: event.at };
  return Object.entries(said).flatMap(([name, print]) =>
    printOf(ofRegister[name]?.(asked)) === print ? [] : [`${type} says of ${name} what the register did not say then`],
  );
}

/** What was asked of the register where it is read elsewhere. */
export async function* untrueIn(marks: KeptMarks, again: ReadAgain): AsyncIterable<Placed> {
  const waiting = marks.of('asked')[Symbol.iterator]();
  let next = waiting.next();
  if (next.done === true) return;
  const register = new RegisterThen();
  function* answers(until: number): Iterable<Placed> {
    for (; next.done !== true && next.value.place < until; next = waiting.next()) {
      const { place, asked } = next.value;
      for (const what of untrueOf(asked, register)) yield { place, finding: findingAt(asked.event, what) };
    }
  }
  for await (const item of again(new Set([registerStream]))) {
    if ('unreadable' in item || item.stream !== registerStream) continue;
    yield* answers(item.position);
    register.take(item, item.position);
  }
  yield* answers(Infinity);
}

const findingAt = ({ position, stream, revision }: Last, what: string) => ({ position, stream, revision, what });

/** The minutes of a meeting after one of its facts, of the items that were decided; `known` has those that were left before. */
export function* marksOfMinutes(
  { workflow, standing }: Run,
  event: RecordedEvent,
  place: number,
  known: Map<number, string>,
): Iterable<Mark> {
  const meeting = caseOf(event.stream);
  if (meeting === undefined || workflow.name !== 'committee-meeting') return;
  const context = standing.snapshot.context as MeetingContext;
  for (let item = 1; item <= context.items.length; item += 1) {
    const minute = minuteOf(context, meeting, item);
    if (minute === undefined || minute.outcome === 'open') continue;
    const print = printOf(minute);
    if (known.get(item) === print) continue;
    known.set(item, print);
    yield { is: 'minuted', place, meeting, item, print };
  }
}

/** The minute on which a decision rests. */
export function* marksOfResting({ workflow }: Run, event: RecordedEvent, place: number): Iterable<Mark> {
  const { position, stream, revision, at, type, data } = event;
  if (!workflow.lookUps[type]?.includes('minute')) return;
  const { meeting, item, minute } = data;
  if (typeof meeting === 'string')
    yield {
      is: 'rests',
      place,
      last: { position, stream, revision, at },
      meeting,
      item: Number(item),
      print: printOf(minute),
    };
}

/** Decisions whose minute is none of the meeting, as far as the history has that meeting. */
export function* unminutedIn(marks: KeptMarks): Iterable<Placed> {
  const minuted = Map.groupBy(marks.of('minuted'), ({ meeting }) => meeting);
  const suspended = marks.suspended();
  for (const { place, last, meeting, item, print } of marks.of('rests')) {
    const minutes = minuted.get(meeting);
    if (minutes === undefined || suspended.has(undefined) || suspended.has(caseStream(meeting))) continue;
    const isThere = minutes.some((each) => each.item === item && each.print === print && each.place < place);
    if (!isThere)
      yield {
        place,
        finding: findingAt(last, `what it rests on was not minuted of item ${item} in ${caseStream(meeting)}`),
      };
  }
}
