import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Asker } from '../access/asker.js';
import { LastLooks } from './looks.js';

const folder = mkdtempSync(join(tmpdir(), 'looks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const asker: Asker = {
  id: 'officer@00C',
  name: 'Hannah Garner',
  issuer: 'development',
  grants: [{ role: 'ccg-officer', organisation: '00C' }],
};
const minute = 60_000;

describe('how far somebody has looked', () => {
  it('stays news for the whole visit, and is old in the next', async () => {
    let now = Date.parse('2026-11-22T10:00:00.000Z');
    const looks = new LastLooks(join(folder, 'a'), () => now);
    expect(await looks.look(asker, 10)).toEqual({ since: 0 });
    now += 5 * minute;
    expect(await looks.look(asker, 12)).toEqual({ since: 0 });
    now += 31 * minute;
    expect(await looks.look(asker, 20)).toEqual({ since: 12, before: '2026-11-22T10:05:00.000Z' });
    now += minute;
    expect(await looks.look(asker, 25)).toMatchObject({ since: 12 });
    now += 31 * minute;
    expect(await looks.look(asker, 25)).toMatchObject({ since: 25 });
  });

  it('is remembered by another instance, and for each role by itself', async () => {
    let now = Date.parse('2026-11-22T10:00:00.000Z');
    const one = new LastLooks(join(folder, 'b'), () => now);
    await one.look(asker, 10);
    now += 60 * minute;
    const other = new LastLooks(join(folder, 'b'), () => now);
    expect(await other.look(asker, 30)).toMatchObject({ since: 10 });
    expect(await other.look({ ...asker, grants: [{ role: 'ccg-officer', organisation: '01A' }] }, 30)).toEqual({
      since: 0,
    });
  });

  it('is nothing that a restored log lacks', async () => {
    let now = Date.parse('2026-11-22T10:00:00.000Z');
    const looks = new LastLooks(join(folder, 'c'), () => now);
    await looks.look(asker, 100);
    now += 60 * minute;
    expect(await looks.look(asker, 40)).toMatchObject({ since: 40 });
  });
});
