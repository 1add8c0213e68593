import { describe, expect } from '@jest/globals';
import { fact, facts, idsOf, newStream, recorded, to, type Ask } from './contract-events.js';
import { ImpossibleAppend, type Append, type NewEvent } from './index.js';

export function appending(ask: Ask): void {
  ask('says that it takes writes, and adds nothing', async (log) => {
    const [event] = await recorded(log.append(to(newStream(), 'none', fact())));
    await log.tryWriting();
    const trying = log.tryWriting();
    const answer = recorded(log.append(to(newStream(), 'none', ...facts(2))));
    await Promise.all([trying, answer, log.tryWriting()]);
    expect(await log.readAll({ after: event?.position ?? 0 })).toEqual(await answer);
  });

  ask('answers the events with stream, revision from 0 and ascending positions', async (log) => {
    const stream = newStream();
    const events = await recorded(log.append(to(stream, 'none', ...facts(3))));
    expect(events.map((event) => event.stream)).toEqual([stream, stream, stream]);
    expect(events.map((event) => event.revision)).toEqual([0, 1, 2]);
    const positions = events.map((event) => event.position);
    expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
    expect(positions[0]).toBeGreaterThan(0);
  });

  ask('continues a stream without gaps', async (log) => {
    const stream = newStream();
    await recorded(log.append(to(stream, 'none', ...facts(2))));
    const events = await recorded(log.append(to(stream, 1, ...facts(2))));
    expect(events.map((event) => event.revision)).toEqual([2, 3]);
  });

  ask('takes an append with any expectation, to a new and to an old stream', async (log) => {
    const stream = newStream();
    expect(await recorded(log.append(to(stream, 'any', fact())))).toHaveLength(1);
    expect((await recorded(log.append(to(stream, 'any', fact()))))[0]?.revision).toBe(1);
  });

  ask('answers overtaken, and writes nothing, when the stream has moved on', async (log) => {
    const stream = newStream();
    const [first] = await recorded(log.append(to(stream, 'none', fact())));
    await recorded(log.append(to(stream, 0, fact())));
    const head = await log.head();
    const answers = [await log.append(to(stream, 0, fact())), await log.append(to(stream, 'none', fact()))];
    expect(answers).toEqual([
      { outcome: 'overtaken', stream, expected: 0, actual: 1 },
      { outcome: 'overtaken', stream, expected: 'none', actual: 1 },
    ]);
    expect(await log.head()).toBe(head);
    expect(await log.readStream(stream)).toHaveLength(2);
    expect((await log.readStream(stream))[0]).toEqual(first);
  });

  ask('answers overtaken when the stream is expected to be further than it is', async (log) => {
    const stream = newStream();
    expect(await log.append(to(stream, 0, fact()))).toEqual({
      outcome: 'overtaken',
      stream,
      expected: 0,
      actual: 'none',
    });
    await recorded(log.append(to(stream, 'none', fact())));
    expect(await log.append(to(stream, 1, fact()))).toEqual({ outcome: 'overtaken', stream, expected: 1, actual: 0 });
  });

  ask('lets exactly one of many writers at one revision win', async (log) => {
    const stream = newStream();
    await recorded(log.append(to(stream, 'none', fact())));
    const answers = await Promise.all(Array.from({ length: 20 }, () => log.append(to(stream, 0, fact()))));
    expect(answers.filter(({ outcome }) => outcome === 'appended')).toHaveLength(1);
    expect(answers.filter(({ outcome }) => outcome === 'overtaken')).toHaveLength(19);
    expect(await log.headOf(stream)).toBe(1);
  });

  ask('takes the appends of one caller in the order of the calls, answered or not', async (log) => {
    const stream = newStream();
    const handed = facts(50);
    const answers = handed.map((event, i) => log.append(to(stream, i === 0 ? 'none' : i - 1, event)));
    const events = (await Promise.all(answers.map(recorded))).flat();
    expect(events.map((event) => event.revision)).toEqual(handed.map((_, i) => i));
    expect(idsOf(await log.readStream(stream))).toEqual(idsOf(handed));
  });

  ask('does not let an append that is overtaken disturb those handed in with it', async (log) => {
    const [before, between, after] = [newStream(), newStream(), newStream()];
    const answers = await Promise.all([
      log.append(to(before, 'none', ...facts(2))),
      log.append(to(between, 7, fact())),
      log.append(to(after, 'none', fact())),
      log.append(to(before, 1, fact())),
    ]);
    expect(answers.map(({ outcome }) => outcome)).toEqual(['appended', 'overtaken', 'appended', 'appended']);
    expect(await log.headOf(before)).toBe(2);
    expect(await log.headOf(between)).toBe('none');
  });

  describe('to two streams', () => appendingToTwo(ask));
  describe('the same ids again', () => appendingAgain(ask));
  describe('what cannot be', () => appendingTheImpossible(ask));
}

function appendingToTwo(ask: Ask): void {
  ask('records both, in one place of the order', async (log) => {
    const [one, two] = [newStream(), newStream()];
    const before = await log.head();
    const together = log.append(to(one, 'none', ...facts(2)), to(two, 'none', fact()));
    const others = Array.from({ length: 5 }, () => log.append(to(newStream(), 'none', fact())));
    const events = await recorded(together);
    await Promise.all(others);
    expect(events.map(({ stream, revision }) => [stream, revision])).toEqual([
      [one, 0],
      [one, 1],
      [two, 0],
    ]);
    const order = idsOf(await log.readAll({ after: before }));
    const place = order.indexOf(events[0]?.id ?? '');
    expect(order.slice(place, place + 3)).toEqual(idsOf(events));
    expect(await log.readStream(two)).toEqual(events.slice(2));
  });

  ask('records nothing when the second stream has moved on', async (log) => {
    const [one, two] = [newStream(), newStream()];
    await recorded(log.append(to(two, 'none', ...facts(2))));
    const head = await log.head();
    const event = fact();
    const answer = await log.append(to(one, 'none', event), to(two, 0, fact()));
    expect(answer).toEqual({ outcome: 'overtaken', stream: two, expected: 0, actual: 1 });
    expect([await log.headOf(one), await log.headOf(two), await log.head()]).toEqual(['none', 1, head]);
    expect(await log.find(event.id)).toBeUndefined();
    // The event that was not kept is as new as ever.
    expect(await recorded(log.append(to(one, 'none', event)))).toHaveLength(1);
  });

  ask('records nothing when the first stream has moved on', async (log) => {
    const [one, two] = [newStream(), newStream()];
    await recorded(log.append(to(one, 'none', fact())));
    const answer = await log.append(to(one, 'none', fact()), to(two, 'none', fact()));
    expect(answer).toEqual({ outcome: 'overtaken', stream: one, expected: 'none', actual: 0 });
    expect(await log.headOf(two)).toBe('none');
  });
}

function appendingAgain(ask: Ask): void {
  ask('answers the events of the first time, whatever is expected', async (log) => {
    const stream = newStream();
    const [a, b] = [fact(), fact()];
    const first = await recorded(log.append(to(stream, 'none', a, b)));
    await recorded(log.append(to(stream, 1, fact())));
    const head = await log.head();
    for (const expected of ['none', 'any', 0, 2, 99] as const)
      expect(await log.append(to(stream, expected, a, b))).toEqual({ outcome: 'repeated', events: first });
    expect(await log.head()).toBe(head);
    expect(await log.headOf(stream)).toBe(2);
  });

  ask('answers the events of the first time for two streams', async (log) => {
    const appends = [to(newStream(), 'none', ...facts(2)), to(newStream(), 'none', fact())] as const;
    const first = await recorded(log.append(...appends));
    expect(await log.append(...appends)).toEqual({ outcome: 'repeated', events: first });
    expect(await log.headOf(appends[1].stream)).toBe(0);
  });

  ask('records once what is handed in twice at the same time', async (log) => {
    const stream = newStream();
    const append = to(stream, 'none', fact());
    const [first, second] = await Promise.all([log.append(append), log.append(append)]);
    expect([first.outcome, second.outcome]).toEqual(['appended', 'repeated']);
    expect(second).toEqual({ ...first, outcome: 'repeated' });
    expect(await log.readStream(stream)).toHaveLength(1);
  });

  ask('answers the first content when an id comes again with other content', async (log) => {
    const stream = newStream();
    const event = fact({ votes: 1 });
    const first = await recorded(log.append(to(stream, 'none', event)));
    const again = await log.append(to(stream, 'any', { ...event, data: { votes: 2 } }));
    expect(again).toEqual({ outcome: 'repeated', events: first });
  });
}

function appendingTheImpossible(ask: Ask): void {
  const refused = (title: string, appends: (known: NewEvent, stream: string) => [Append, ...Append[]]) =>
    ask(`refuses ${title}, and writes nothing`, async (log) => {
      const [known, stream] = [fact(), newStream()];
      await recorded(log.append(to(stream, 'none', known)));
      const head = await log.head();
      const other = newStream();
      await expect(log.append(...appends(known, other))).rejects.toBeInstanceOf(ImpossibleAppend);
      await expect(log.append(to(stream, 0, known, fact()))).rejects.toBeInstanceOf(ImpossibleAppend);
      expect([await log.head(), await log.headOf(stream), await log.headOf(other)]).toEqual([head, 0, 'none']);
      // The log is none the worse for it.
      expect(await recorded(log.append(to(stream, 0, fact())))).toHaveLength(1);
    });

  refused('an id that is known in another stream', (known, other) => [to(other, 'none', known)]);
  refused('one known and one new id', (known, other) => [to(other, 'none', fact(), known)]);
  refused('an id twice in one append', (_, other) => {
    const event = fact();
    return [to(other, 'none', event, event)];
  });
  refused('an id in two streams of one append', (_, other) => {
    const event = fact();
    return [to(other, 'none', event), to(newStream(), 'none', event)];
  });
  refused('a stream twice in one append', (_, other) => [to(other, 'none', fact()), to(other, 'any', fact())]);
  refused('an append without events', (_, other) => [
    { stream: other, expected: 'none', events: [] as unknown as [NewEvent] }, // as a caller without types would
  ]);
  refused('data that is not JSON', (_, other) => [to(other, 'none', fact({ votes: 1n }))]);

  ask('refuses two streams of which one is known', async (log) => {
    const [one, two] = [to(newStream(), 'none', fact()), to(newStream(), 'none', fact())];
    await recorded(log.append(one));
    await expect(log.append(one, two)).rejects.toBeInstanceOf(ImpossibleAppend);
    expect(await log.headOf(two.stream)).toBe('none');
  });
}
