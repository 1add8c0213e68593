import { expect } from '@jest/globals';
import { fact, facts, idsOf, newStream, recorded, to, type Ask } from './contract-events.js';

export function reading(ask: Ask): void {
  ask('gives every event back as it was handed in', async (log) => {
    const stream = newStream();
    const event = fact({ votes: [1, 2.5, -3e10], open: true, none: null, nested: { '': {}, list: [[]] }, text: '' });
    const plain = { id: fact().id, type: 'PracticeMoved', data: {}, at: event.at, actor: event.actor };
    const events = await recorded(log.append(to(stream, 'none', event, plain)));
    const [first, second] = events;
    expect(first).toEqual({ ...event, stream, revision: 0, position: first?.position });
    expect(second).toEqual({ ...plain, stream, revision: 1, position: second?.position });
    expect(await log.readStream(stream)).toEqual(events);
    expect(await log.readAll({ after: (first?.position ?? 0) - 1 })).toEqual(events);
    expect(await log.find(event.id)).toEqual(first);
  });

  ask('keeps text of every script, control characters and names that mean something elsewhere', async (log) => {
    const stream = `${newStream()} 'Ŵ"; --%_\u0001`;
    const text = 'Ystradgynlais – 東京 🗳️ \u0000 \u2028 \ud83d "\\\' ${1} -- ; %_';
    const [event] = await recorded(log.append(to(stream, 'none', fact({ text, constructor: 'x' }))));
    expect(event?.data).toEqual({ text, constructor: 'x' });
    expect(await log.readStream(stream)).toEqual([event]);
    expect(await log.headOf(stream)).toBe(0);
  });

  ask('keeps an event of a megabyte, and many events in one append', async (log) => {
    const stream = newStream();
    const large = fact({ text: 'é'.repeat(500_000) });
    await recorded(log.append(to(stream, 'none', large)));
    await recorded(log.append(to(stream, 0, ...facts(500))));
    const events = await log.readStream(stream);
    expect(events[0]?.data).toEqual(large.data);
    expect(events.map(({ revision }) => revision)).toEqual(Array.from({ length: 501 }, (_, i) => i));
  });

  ask('keeps what was handed in, not what the caller makes of it later', async (log) => {
    const stream = newStream();
    const votes = ['yes'];
    const answer = log.append(to(stream, 'none', fact({ votes })));
    votes.push('before the answer');
    const [event] = await recorded(answer);
    votes.push('after the answer');
    expect(event?.data).toEqual({ votes: ['yes'] });
    expect((await log.readStream(stream))[0]?.data).toEqual({ votes: ['yes'] });
    expect((await log.find(event?.id ?? ''))?.data).toEqual({ votes: ['yes'] });
  });

  ask('shows an append to every read once it is answered', async (log) => {
    const stream = newStream();
    for (let revision = 0; revision < 20; revision++) {
      const [event] = await recorded(log.append(to(stream, 'any', fact())));
      expect([await log.headOf(stream), await log.head()]).toEqual([revision, event?.position]);
      expect(await log.find(event?.id ?? '')).toEqual(event);
      expect(await log.readStream(stream, { from: revision })).toEqual([event]);
    }
  });

  ask('reads a stream from a revision, at most so many', async (log) => {
    const stream = newStream();
    const events = await recorded(log.append(to(stream, 'none', ...facts(5))));
    await recorded(log.append(to(newStream(), 'none', ...facts(2))));
    expect(await log.readStream(stream, { from: 2 })).toEqual(events.slice(2));
    expect(await log.readStream(stream, { limit: 2 })).toEqual(events.slice(0, 2));
    expect(await log.readStream(stream, { from: 3, limit: 1 })).toEqual(events.slice(3, 4));
    expect(await log.readStream(stream, { from: 5 })).toEqual([]);
    expect(await log.readStream(stream, { limit: 0 })).toEqual([]);
  });

  ask('knows nothing of a stream and an event nobody recorded', async (log) => {
    const stream = newStream();
    expect(await log.readStream(stream)).toEqual([]);
    expect(await log.headOf(stream)).toBe('none');
    expect(await log.find(fact().id)).toBeUndefined();
  });

  ask('reads all streams in the order of recording, at most so many', async (log) => {
    const [one, two] = [newStream(), newStream()];
    const before = await log.head();
    const handed = facts(6);
    for (const [i, event] of handed.entries()) await recorded(log.append(to(i % 2 === 0 ? one : two, 'any', event)));
    const all = await log.readAll({ after: before });
    expect(idsOf(all)).toEqual(idsOf(handed));
    expect(all.map(({ stream }) => stream)).toEqual([one, two, one, two, one, two]);
    expect(await log.readAll({ after: before, limit: 2 })).toEqual(all.slice(0, 2));
    expect(await log.readAll({ after: all[3]?.position ?? 0 })).toEqual(all.slice(4));
    expect(await log.head()).toBe(all[5]?.position);
    expect(await log.readAll({ after: await log.head() })).toEqual([]);
  });

  ask('reads 1,000 events of all streams when not asked for more', async (log) => {
    const before = await log.head();
    await recorded(log.append(to(newStream(), 'none', ...facts(1_001))));
    expect(await log.readAll({ after: before })).toHaveLength(1_000);
    expect(await log.readAll({ after: before, limit: 2_000 })).toHaveLength(1_001);
  });
}
