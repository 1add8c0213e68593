import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { commandId, consequenceId, dueId, idOf, isUuid, mark } from './ids.js';

describe('an id', () => {
  it('is a UUID of a version that exists, in either case', () => {
    expect(isUuid(randomUUID())).toBe(true);
    expect(isUuid(randomUUID().toUpperCase())).toBe(true);
    for (const none of [
      '',
      'x',
      '00000000-0000-0000-0000-000000000000',
      `{${randomUUID()}}`,
      `${randomUUID()}\n`,
      randomUUID().replaceAll('-', ''),
    ])
      expect([none, isUuid(none)]).toEqual([none, false]);
  });

  it('derived from the same is the same, whatever the capitals of a key, and a UUID itself', () => {
    const key = randomUUID();
    expect(isUuid(idOf('case', key))).toBe(true);
    expect(commandId('case-1', 'officer', key)).toBe(commandId('case-1', 'officer', key.toUpperCase()));
  });

  it('of a command stands in one stream only, and is one person’s', () => {
    const key = randomUUID();
    const ids = [
      commandId('case-1', 'officer', key),
      commandId('case-2', 'officer', key),
      commandId('case-1', 'assessor', key),
    ];
    expect(new Set(ids).size).toBe(3);
  });

  it('that the service derives is none that a client could send, whatever it sends', () => {
    const due = { event: 'DeadlinePassed', at: '2015-01-09T12:00:00.000Z' };
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (stream, person, key) => {
        const own = [
          dueId(stream, due, 3),
          consequenceId(key, stream, 'BallotClosed'),
          consequenceId(stream, person, key),
        ];
        expect(own).not.toContain(commandId(stream, person, key));
        // Not by writing into one part what belongs to another either.
        expect(commandId(`${stream}","${person}`, key, '')).not.toBe(commandId(stream, person, key));
      }),
    );
    // What a client sees of the clock's id, sent as its key, becomes another id.
    const seen = dueId('case-1', due, 3);
    expect(commandId('case-1', 'officer', seen)).not.toBe(seen);
  });

  it('has a mark that tells it from others', () => {
    const ids = Array.from({ length: 1_000 }, () => randomUUID());
    expect(new Set(ids.map(mark)).size).toBe(1_000);
    expect(ids.every((id) => Number.isSafeInteger(mark(id)))).toBe(true);
  });
});
