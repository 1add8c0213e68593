import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withdrawalReasons } from '../../../workflows/application/anywhere-events.js';
import { reasonCodes } from '../../../workflows/stages/review/events.js';
import * as forms from '../../../demonstration/forms.js';
import { memoryLog } from '../../../libs/event-log/memory.js';
import { testService, type Body, type TestService } from '../../../test/service.js';
import { visitor, type Page, type Visitor } from '../../../test/visitor.js';

let to: TestService<Body>;
let auditor: Visitor;
beforeAll(async () => {
  to = await testService<Body>({ seed: 'demo', now: '2026-11-22T10:00:00.000Z', log: memoryLog() });
  // Several that stand at the same place.
  const { views, register } = to.service.ledger;
  const free = register
    .ccgs({ openOn: '2026-11-22' })
    .filter(({ code }) => views.openCases({ ccg: code }).length === 0);
  for (const { code } of free.slice(0, 3)) {
    const data = forms.interestForm('2027-04-01', code);
    const { status, body } = await to.as(`officer@${code}`).begin(code, { round: '2027', data });
    if (status !== 201) throw new Error(JSON.stringify(body));
  }
  auditor = await visitor(to, 'auditor@nhse', '/uptake');
});
afterAll(() => to.close());

const overseers = ['assessor@Y54', 'constitution@nhse', 'committee@nhse', 'registrar@nhse', 'auditor@nhse'] as const;
const others = ['officer@00C', 'practice@A81001', 'verifier@00C'] as const;

const linesOf = (file: string): readonly (readonly string[])[] =>
  file
    .trim()
    .split('\r\n')
    .map((line) => [...line.matchAll(/"((?:[^"]|"")*)"|([^,]+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? ''));
const fileAt = async (browser: Visitor, path: string): Promise<readonly (readonly string[])[]> => {
  const page = await browser.get(path);
  expect([path, page.status, page.headers.get('content-type')]).toEqual([path, 200, 'text/csv; charset=utf-8']);
  return linesOf(page.html).slice(1);
};
const linksIn = ({ dom }: Page): readonly (readonly [count: number, href: string])[] =>
  dom
    .querySelectorAll('main .remit-listing td a')
    .map((link) => [Number(link.text), link.getAttribute('href')!] as const);

/** The rounds that the demonstration has cases in. */
const rounds = async (): Promise<readonly string[]> => {
  const { dom } = await auditor.get('/uptake/rounds');
  return dom.querySelectorAll('select[name=round] option').flatMap((option) => option.getAttribute('value') || []);
};

describe('a round step by step', () => {
  it('leads from each figure to exactly its cases, and says in a file the same as on its page', async () => {
    let figures = 0;
    for (const round of await rounds()) {
      const page = await auditor.get(`/uptake/rounds?round=${round}`);
      for (const [count, href] of linksIn(page)) {
        const cases = await fileAt(auditor, href.replace(/^\/cases\?/, '/cases.csv?'));
        expect([href, cases.length]).toEqual([href, count]);
        figures += 1;
      }
      const file = await fileAt(auditor, `/uptake/rounds.csv?round=${round}`);
      const counted = linksIn(page).map(([count]) => count);
      expect([...file.map((line) => Number(line[5]))].toSorted((a, b) => a - b)).toEqual(
        counted.toSorted((a, b) => a - b),
      );
    }
    expect(figures).toBeGreaterThan(40);
  });

  it('counts every case once where it stands or ended, and all of them where it began', async () => {
    for (const round of await rounds()) {
      const file = await fileAt(auditor, `/uptake/rounds.csv?round=${round}`);
      for (const level of ['L3', 'L2', 'L1']) {
        const own = file.filter(([of]) => of === level);
        const sum = (what: string): number =>
          own.reduce((all, line) => (line[2] === what ? all + Number(line[5]) : all), 0);
        const begun = own.find(([, step, what]) => step === 'Interest expressed' && what === 'came to it');
        expect([round, level, sum('going on here') + sum('ended here')]).toEqual([
          round,
          level,
          Number(begun?.[5] ?? 0),
        ]);
      }
    }
  });

  it('is of the cases that whoever asks sees: those of the regions together are all', async () => {
    const all = await fileAt(auditor, '/uptake/rounds.csv');
    const ofRegions = await Promise.all(
      ['Y54', 'Y55', 'Y56', 'Y57'].map(async (region) =>
        fileAt(await visitor(to, `assessor@${region}`, '/acting-as'), '/uptake/rounds.csv'),
      ),
    );
    const total = (lines: typeof all): number =>
      lines.reduce((sum, line) => (line[2] === 'came to it' ? sum + Number(line[5]) : sum), 0);
    expect(ofRegions.reduce((sum, lines) => sum + total(lines), 0)).toBe(total(all));
    expect(total(ofRegions[0]!)).toBeGreaterThan(0);
    for (const [index, region] of ['Y54', 'Y55', 'Y56', 'Y57'].entries())
      expect(ofRegions[index]).toEqual(await fileAt(auditor, `/uptake/rounds.csv?region=${region}`));
  });

  it('says why what was withdrawn or rejected was', async () => {
    let reasons = 0;
    for (const round of await rounds()) {
      const file = await fileAt(auditor, `/uptake/rounds.csv?round=${round}`);
      const { text } = await auditor.get(`/uptake/rounds?round=${round}`);
      for (const [, , , outcome, reason] of file.filter((line) => line[2] === 'ended here, for this reason')) {
        expect(['withdrawn', 'rejected']).toContain(outcome);
        expect(text).toContain({ ...reasonCodes, ...withdrawalReasons }[reason!]);
        reasons += 1;
      }
    }
    expect(reasons).toBeGreaterThan(1);
  });
});

describe('ballots that were counted', () => {
  it('are told as their own pages tell them, and spread over bands that add up', async () => {
    const page = await auditor.get('/uptake/ballots');
    const all = await fileAt(auditor, '/uptake/ballots.csv');
    expect(all.length).toBeGreaterThan(5);
    for (const [id, , , , , , number, , members, tookPart, yes, of] of all.slice(0, 6)) {
      const { text } = await auditor.get(`/cases/${id}/ballot/${number}`);
      expect(text.replaceAll(',', '')).toContain(`${tookPart} took part`);
      expect(Number(tookPart)).toBeLessThanOrEqual(Number(members));
      expect(Number(yes)).toBeLessThanOrEqual(Number(of));
    }
    const bands = linksIn(page).filter(([, href]) => /(turnout|margin)=/.test(href));
    for (const [count, href] of bands)
      expect([href, (await fileAt(auditor, href.replace('/ballots?', '/ballots.csv?'))).length]).toEqual([href, count]);
    for (const name of ['turnout', 'margin'])
      expect(bands.reduce((sum, [count, href]) => (href.includes(`${name}=`) ? sum + count : sum), 0)).toBe(all.length);
  });

  it('are none that are open still: nobody hears how they stand', async () => {
    const open = to.service.ledger.views.listed({ state: 'applying.underWay.mandate.balloting', limit: 100 });
    expect(open.length).toBeGreaterThan(0);
    const all = await fileAt(auditor, '/uptake/ballots.csv');
    for (const { id } of open) {
      const last = (await to.log.readStream(`case-${id}`)).filter(({ type }) => type === 'BallotOpened').length;
      expect(all.some(([of, , , , , , number]) => of === id && Number(number) === last)).toBe(false);
    }
  });

  it('that an auditor reads are recorded as read, once a day', async () => {
    const another = await visitor(to, 'auditor@nhse', '/acting-as');
    await another.get('/uptake/ballots?level=L2');
    const read = async () =>
      (await to.log.readStream('readings')).filter(
        ({ type, data }) => type === 'BallotsRead' && data['level'] === 'L2',
      );
    expect(await read()).toHaveLength(1);
    await another.get('/uptake/ballots.csv?level=L2');
    expect(await read()).toHaveLength(1);
  });
});

describe('what is not public of the overview', () => {
  const paths = ['/uptake/rounds', '/uptake/rounds.csv', '/uptake/ballots', '/uptake/ballots.csv'];

  it.each(overseers)('is shown to %s, who is led there', async (persona) => {
    const somebody = await visitor(to, persona, '/uptake');
    for (const path of paths) expect([path, (await somebody.get(path)).status]).toEqual([path, 200]);
    expect(somebody.first.dom.querySelector('main a[href="/uptake/rounds"]')).not.toBeNull();
  });

  it.each(others)('is not for %s, who is led to none of it', async (persona) => {
    const somebody = await visitor(to, persona, '/uptake');
    expect(somebody.first.status).toBe(200);
    for (const path of paths) expect([path, (await somebody.get(path)).status]).toEqual([path, 403]);
    expect(
      somebody.first.dom
        .querySelectorAll('main a')
        .map((link) => link.getAttribute('href'))
        .filter((href) => /rounds|ballots/.test(href!)),
    ).toEqual([]);
  });

  it('leads nobody from a level to an application that they do not see', async () => {
    const officer = await visitor(to, 'officer@00C', '/uptake/ccgs?held=L3');
    expect(officer.first.dom.querySelectorAll('tbody tr').length).toBeGreaterThan(2);
    expect(officer.first.dom.querySelectorAll('main a[href^="/cases/"]')).toEqual([]);
    const own = await visitor(to, 'officer@06Q', '/uptake/ccgs?held=L3');
    const [href] = own.first.dom.querySelectorAll('main a[href^="/cases/"]').map((link) => link.getAttribute('href')!);
    expect((await own.get(href!)).text).toContain('(06Q)');
  });
});
