import { describe, expect, it } from '@jest/globals';
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { developmentIssuer } from '../../apps/service/seed.js';
import { SimulatedClock } from '../../apps/service/clock/clock.js';
import { startService } from '../../apps/service/service.js';
import { enter } from '../service.js';
import { tokenFor } from '../../apps/identity/client.js';
import { startIdentity } from '../../apps/identity/index.js';
import { Register } from '../../libs/register/index.js';
import { compare } from '../../libs/register/ods/compare.js';
import { changes, factsOf, type Change, type Preview } from '../../libs/register/ods/preview.js';
import { readOds } from '../../libs/register/ods/read.js';

/** The extracts as ODS published them. They are no part of this project: without them these tests are skipped. */
const folder = join(process.cwd(), '..', 'shared', 'data', 'ods');
const files = ['eccg-2016-02.csv', 'epraccur-2015-09.csv', 'epraccur-2016-02.csv', 'list-size-2015-q2.csv'] as const;
type Name = (typeof files)[number];
const present = files.every((name) => existsSync(join(folder, name)));
const when = present ? it : it.skip;
const named = (title: string): string => (present ? title : `${title} (skipped: no ODS files in ${folder})`);

const endOfFebruary = '2016-02-29';

async function previewOf(name: Name, register: Register, today = endOfFebruary): Promise<Preview> {
  const read = await readOds(createReadStream(join(folder, name)));
  if (read.outcome !== 'read') throw new Error(`${name}: ${read.outcome}`);
  return compare(read.file, register, { today, on: '2015-07-01' });
}

async function take(name: Name, register: Register, today?: string): Promise<Preview> {
  const preview = await previewOf(name, register, today);
  for (const fact of factsOf(preview)) register.take(fact);
  return preview;
}

const count = (preview: Preview, what: Change): number =>
  preview.accepted.filter((line) => line.what.includes(what)).length;

const tally = ({ leftOut }: Preview): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(leftOut, (line) => line.leftOut)].map(([why, lines]) => [why, lines.length]));

const voters = (register: Register): number[] =>
  register
    .ccgs({ openOn: endOfFebruary })
    .map(({ code }) => register.rollOf(code, endOfFebruary).length)
    .sort((a, b) => a - b);

describe('the files of ODS, as published', () => {
  when(named('give 209 open CCGs and 7,756 voting practices in February 2016 (R-82)'), async () => {
    const register = new Register();
    const ccgs = await take('eccg-2016-02.csv', register);
    expect([count(ccgs, 'added'), ccgs.refused, tally(ccgs)]).toEqual([
      212,
      [],
      { 'It is a commissioning hub, no CCG.': 37 },
    ]);
    expect(register.regions().map(({ name }) => name)).toEqual(['North', 'Midlands and East', 'London', 'South']);
    const practices = await take('epraccur-2016-02.csv', register);
    expect([practices.lines, practices.refused, practices.advice]).toEqual([12_922, [], []]);
    expect(practices.accepted.length + practices.leftOut.length).toBe(12_922);
    const found = voters(register);
    expect(register.ccgs({ openOn: endOfFebruary })).toHaveLength(209);
    expect(found.reduce((sum, each) => sum + each)).toBe(7_756);
    expect([found[0], found[104], found.at(-1)]).toEqual([5, 33, 122]);

    const lists = await take('list-size-2015-q2.csv', register);
    expect([lists.lines, lists.refused]).toEqual([9_243, []]);
    const rolls = register.ccgs({ openOn: endOfFebruary }).flatMap(({ code }) => register.rollOf(code, endOfFebruary));
    expect(rolls.filter(({ patients }) => patients === null)).toHaveLength(64);
    const corby = register.rollOf('03V', endOfFebruary).map(({ patients }) => patients ?? 0);
    const all = corby.reduce((sum, each) => sum + each);
    expect([corby.length, all, Math.round((1000 * Math.max(...corby)) / all)]).toEqual([5, 73_562, 648]);

    for (const name of ['eccg-2016-02.csv', 'epraccur-2016-02.csv', 'list-size-2015-q2.csv'] as const)
      expect(factsOf(await previewOf(name, register))).toEqual([]);
  });

  when(
    named('move practices with a join date months back (R-80, R-81), and change nothing a second time'),
    async () => {
      const register = new Register();
      await take('eccg-2016-02.csv', register);
      await take('epraccur-2015-09.csv', register, '2015-09-30');
      expect(register.practice('M85097', endOfFebruary)).toMatchObject({ ccg: '13P', joined: '2013-04-01' });
      const later = await take('epraccur-2016-02.csv', register);
      expect(register.practice('M85097', endOfFebruary)).toMatchObject({ ccg: '04X', joined: '2015-04-01' });
      expect(register.memberOf('M85097', '2015-03-31')).toBe('13P');
      expect(later.refused).toEqual([]);
      expect(later.accepted.find(({ code }) => code === 'M85097')).toMatchObject({
        what: ['moved'],
        detail: 'Moves from 13P to 04X as of 2015-04-01.',
      });
      expect(changes.map((what) => count(later, what))).toEqual([212, 408, 12, 14, 162, 0]);
      expect(voters(register).reduce((sum, each) => sum + each)).toBe(7_756);
      expect(factsOf(await previewOf('epraccur-2016-02.csv', register))).toEqual([]);
    },
  );

  when(named('have a CCG that opened four months before its three predecessors closed'), async () => {
    const register = new Register();
    await take('eccg-2016-02.csv', register);
    const open = (on: string) =>
      ['00F', '00G', '00H', '13T'].filter((code) => register.ccgs({ openOn: on }).some((ccg) => ccg.code === code));
    expect([open('2014-11-25'), open('2015-03-31'), open('2015-04-01')]).toEqual([
      ['00F', '00G', '00H'],
      ['00F', '00G', '00H', '13T'],
      ['13T'],
    ]);
  });

  when(
    named('are not taken in the wrong order: practices without their CCGs are refused, and told what to import first'),
    async () => {
      const preview = await previewOf('epraccur-2016-02.csv', new Register());
      expect(preview.accepted).toEqual([]);
      expect(preview.refused[0]).toMatchObject({
        line: 1,
        code: 'A81001',
        mend: 'Import the file of CCGs (eccg) first.',
      });
      expect(preview.advice).toEqual([expect.stringMatching(/^209 CCGs .* Import the file of CCGs \(eccg\) first\.$/)]);
      expect((await previewOf('list-size-2015-q2.csv', new Register())).advice).toEqual([
        expect.stringContaining('Import the file of practices (epraccur) first.'),
      ]);
    },
  );

  when(
    named('fill a register that was begun from nothing, over HTTP, in seconds'),
    async () => {
      const identity = await startIdentity({ port: 0 });
      const data = mkdtempSync(join(tmpdir(), 'remit-published-'));
      const clock = new SimulatedClock(new Date(`${endOfFebruary}T10:00:00Z`));
      const own = { data, host: '127.0.0.1', port: 0, logger: false, rateLimit: 1_000 } as const;
      const issuers = { issuer: identity.issuer, issuerInRegister: developmentIssuer };
      const service = await startService({ ...own, ...issuers, clock });
      try {
        const person = { issuer: developmentIssuer, subject: 'registrar@nhse', name: 'Registrar' };
        const granted = { ...person, role: 'registrar', organisation: 'nhse' } as const;
        const actor = { id: 'test', name: 'Test', role: 'registrar', organisation: 'nhse' };
        await enter(service, actor, { type: 'RoleGranted', data: granted });
        const headers = { authorization: `Bearer ${await tokenFor(identity.issuer, 'registrar@nhse')}` };
        const began = performance.now();
        for (const [name, query] of [
          ['eccg-2016-02.csv', ''],
          ['epraccur-2016-02.csv', ''],
          ['list-size-2015-q2.csv', '?on=2015-07-01'],
        ] as const) {
          const body = readFileSync(join(folder, name));
          const sent = await fetch(`${service.url}/api/register/imports${query}`, {
            method: 'POST',
            headers: { ...headers, 'content-type': 'text/csv' },
            body,
          });
          expect(sent.status).toBe(201);
          const path = String(sent.headers.get('location'));
          const confirmed = await fetch(`${service.url}${path}/confirm`, { method: 'POST', headers });
          expect(confirmed.status).toBe(200);
        }
        expect(performance.now() - began).toBeLessThan(60_000);
        expect(voters(service.ledger.register).reduce((sum, each) => sum + each)).toBe(7_756);
      } finally {
        await service.close();
        await identity.close();
        rmSync(data, { recursive: true, force: true });
      }
    },
    120_000,
  );
});
