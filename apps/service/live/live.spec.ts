import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { memoryLog } from '../../../libs/event-log/memory.js';
import { acts, at } from '../../../test/hand.js';
import { applies, goesOn, underWay, votersOf, type Application } from '../../../test/journeys/delegation.js';
import { asIn, followed, liveOn, withOpen, type Following } from '../../../test/live.js';
import { startIdentity, type Identity } from '../../identity/index.js';
import { enter, metricsOf, testService, type Body, type TestService } from '../../../test/service.js';
import { visitor } from '../../../test/visitor.js';
import { LiveTimes } from './times.js';

const ccg = '09V';
let identity: Identity;
let to: TestService<Body>;
/** Another instance on the same log, with the same sessions. */
let other: TestService<Body>;
let shared: string;
let now = Date.now();
let application: Application;
let roll: readonly string[];
/** CCGs of the same region, and one of another. */
let near: readonly string[];
let far: string;
let fars: readonly string[];
const acknowledged = { readiness: 'ready', grounds: 'Sound finances.' };
const ballot = (): string => `/cases/${application.id}/ballot/1`;
async function vote(practice: string, choice = 'against'): Promise<void> {
  const { status } = await to.as(`practice@${practice}`).act(application.id, 'VoteCast', { choice }, { ifMatch: null });
  expect(status).toBe(201);
}

const open: Following[] = [];
afterEach(() => open.splice(0).forEach((each) => each.hangUp()));
async function opened(persona: string, path: string, on: TestService<Body> = to) {
  const following = await withOpen(on, persona, path);
  open.push(following);
  await following.until(() => following.told.length > 0);
  return following;
}

beforeAll(async () => {
  identity = await startIdentity({ port: 0 });
  shared = mkdtempSync(join(tmpdir(), 'remit-shared-'));
  const log = memoryLog();
  const more = { documents: shared, pages: { now: () => now }, liveTimes: new LiveTimes(400, 100, 20) };
  to = await testService<Body>({ identity, log, more });
  other = await testService<Body>({ identity, log, more });
  application = await underWay(to, ccg);
  roll = votersOf(to, ccg);
  const { register } = to.service.ledger;
  const isNear = ({ region }: { readonly region: string }): boolean => region === register.ccg(ccg)?.region;
  const others = register.ccgs().filter(({ code }) => code !== ccg && votersOf(to, code).length > 0);
  near = others.filter(isNear).map(({ code }) => code);
  fars = others.filter((each) => !isNear(each)).map(({ code }) => code);
  far = fars[0]!;
  fars = fars.filter((code) => register.ccg(code)?.region === register.ccg(far)?.region);
}, 120_000);
afterAll(async () => {
  await other.close();
  await to.close();
  await identity.close();
  rmSync(shared, { recursive: true, force: true });
});

describe('the open page of queues', () => {
  it('is told of what has come, in the numbers of the page and in words', async () => {
    await applies(to, near[0]!);
    const assessor = await opened(application.assessor, '/work');
    expect(assessor.person.first.text).toContain(assessor.told[0]!.places['waiting']);
    expect(assessor.told[0]!.offer).toBeUndefined();
    await applies(to, near[1]!);
    await assessor.until(() => assessor.told.at(-1)!.offer !== undefined);
    const { offer, places, said } = assessor.told.at(-1)!;
    expect(offer).toEqual({ text: '1 new case.', link: 'Show it' });
    expect(said).toBe(`1 new case. ${places['waiting']!} ${places['overdue']!}`);
    const page = await assessor.person.get('/work');
    expect(page.text).toContain(`${places['waiting']!} ${places['overdue']!}`);
    expect(page.dom.querySelector('[data-remit-place=interest-waiting]')?.text).toBe(places['interest-waiting']);
  });

  it('is told of what has gone, as far as its filters have it', async () => {
    const [all, others] = await Promise.all([
      opened(application.assessor, '/work'),
      opened(application.assessor, '/work?level=L2'),
    ]);
    const [id] = await casesOf(near[0]!);
    await acts(to, application.assessor, id!, 'InterestAcknowledged', acknowledged);
    await all.until(() => all.told.at(-1)!.offer !== undefined);
    expect(all.told.at(-1)!.offer).toEqual({ text: '1 case gone.', link: 'Show the list without it' });
    await pause(300);
    expect(others.told).toHaveLength(1);
  });

  it('says nothing at all while only what one does not see happens', async () => {
    const following = await Promise.all([
      opened(application.assessor, '/work'),
      opened(application.assessor, '/'),
      opened(application.officer, '/'),
      opened(`practice@${roll[0]!}`, '/'),
    ]);
    const { officer, assessor, id } = await applies(to, far);
    await acts(to, officer, id, 'EngagementRecorded', { kind: 'survey', heldOn: '2014-06-10', summary: 'Asked.' });
    await acts(to, assessor, id, 'InterestAcknowledged', acknowledged);
    await pause(1_000);
    for (const each of following)
      expect(each.raw().replaceAll(': still here\n\n', '')).toMatch(/^retry: \d+\n\ndata: [^\n]*\n\n$/);
  });

  it('is told each their own, whoever else has the same page open at the same time', async () => {
    const of = async (region: string) => {
      const all = [opened(`assessor@${region}`, '/work'), opened(`assessor@${region}`, '/work')];
      return Promise.all(all);
    };
    const regionOf = (code: string): string => to.service.ledger.register.ccg(code)!.region;
    const [here, there] = [await of(regionOf(ccg)), await of(regionOf(far))];
    await Promise.all([applies(to, near[3]!), applies(to, near[4]!), applies(to, fars[1]!)]);
    for (const each of here) await each.until(() => each.told.at(-1)!.offer?.text === '2 new cases.');
    for (const each of there) await each.until(() => each.told.at(-1)!.offer?.text === '1 new case.');
  });

  it('is for those who have queues', async () => {
    for (const persona of ['officer@00C', 'auditor@nhse', 'registrar@nhse'])
      expect((await followed(to, '/work/live', asIn(await visitor(to, persona)))).status).toBe(403);
  });
});

async function casesOf(code: string): Promise<readonly string[]> {
  const { cases } = (await to.as(`officer@${code}`).get(`/api/cases?ccg=${code}`)).body;
  return cases.map(({ id }) => id);
}

describe('the open start page', () => {
  it('is told how many cases others have changed, and counts for whoever looks over them; nothing is recorded by it', async () => {
    const auditor = await opened('auditor@nhse', '/');
    const officer = await opened(`officer@${near[1]!}`, '/');
    const head = await to.head();
    const before = auditor.told[0]!.places['open'];
    expect(auditor.person.first.text).toContain(`${before!} going on`);
    await applies(to, near[2]!);
    await acts(to, application.assessor, (await casesOf(near[1]!))[0]!, 'InterestAcknowledged', acknowledged);
    await auditor.until(() => auditor.told.at(-1)!.places['open'] !== before);
    await auditor.until(() => auditor.told.at(-1)!.offer?.text === '2 cases have changed.');
    await officer.until(() => officer.told.at(-1)!.offer?.text === '1 case has changed.');
    const recorded = (await to.log.readAll({ after: head, limit: 100 })).map(({ stream }) => stream);
    expect(recorded).not.toContain('readings');
    // It was no look of theirs: what is new is new still.
    expect((await officer.person.get('/')).text).not.toContain('Nothing. What others record');
  });
});

describe('the open page of a ballot', () => {
  beforeAll(async () => {
    await at(to, '2014-10-01T10:00:00.000Z');
    await at(other, '2014-10-01T10:00:00.000Z');
    await goesOn(to, application, 'engaged');
    roll = votersOf(to, ccg);
    const opening = { question: 'Shall we?', closesAt: '2014-10-15T17:00:00.000Z', papers: [] };
    await acts(to, application.officer, application.id, 'BallotOpened', opening);
  });

  it('is told the turnout as it grows, and what the page does not show yet', async () => {
    const officer = await opened(application.officer, ballot());
    expect(officer.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(officer.headers.get('cache-control')).toBe('no-store');
    expect(officer.told[0]?.offer).toBeUndefined();
    await vote(roll[0]!);
    await officer.until(() => officer.told.length > 1);
    const told = officer.told.at(-1)!;
    expect(told.said).toBe(`1 of ${roll.length} practices have voted.`);
    expect(told.places).toEqual({ turnout: told.said });
    expect(told.offer).toEqual({ text: '1 more practice has voted.', link: 'Show which' });
    expect(told.bars?.['turnout']?.parts.map(({ text }) => text)).toEqual([
      '1 have voted',
      `${roll.length - 1} have not voted`,
    ]);
  });

  it('is the same for everybody who sees the ballot, and says nothing of how anybody voted', async () => {
    const personas = [
      application.officer,
      `verifier@${ccg}`,
      application.assessor,
      'committee@nhse',
      `practice@${roll[3]!}`,
    ];
    const all = await Promise.all(personas.map((persona) => opened(persona, ballot())));
    await vote(roll[1]!, 'abstain');
    for (const each of all) {
      await each.until(() => each.told.at(-1)!.said.startsWith('2 of'));
      expect(Object.keys(each.told.at(-1)!).sort()).toEqual(['bars', 'offer', 'places', 'said']);
      expect(each.raw()).not.toMatch(/abstain|against|\bfor\b|practice@|choice|Shall/i);
    }
  });

  it('is told nothing where the turnout is as it was', async () => {
    const officer = await opened(application.officer, ballot());
    await vote(roll[1]!, 'for');
    await pause(600);
    expect(officer.told).toHaveLength(1);
  });

  it('is followed by nobody who does not see it, and by no auditor, whose looks are recorded', async () => {
    for (const persona of ['officer@00C', 'verifier@00C', 'practice@A81001', 'assessor@Y56']) {
      const person = await visitor(to, persona);
      const stream = await followed(to, `${ballot()}/live`, asIn(person));
      expect([persona, stream.status]).toEqual([persona, 404]);
    }
    const auditor = await visitor(to, 'auditor@nhse', ballot());
    expect(liveOn(auditor.first)).toBeUndefined();
    expect((await followed(to, `${ballot()}/live`, asIn(auditor))).status).toBe(404);
    const officer = await visitor(to, application.officer);
    for (const path of [`/cases/${application.id}/ballot/2/live`, `/cases/${application.id}/ballot/x/live`])
      expect((await followed(to, path, asIn(officer))).status).toBe(404);
    expect((await followed(to, `${ballot()}/live?voted=many`, asIn(officer))).status).toBe(422);
  });

  it('is told once in a while however many vote, the last time of all of them', async () => {
    const officer = await opened(application.officer, ballot());
    const voters = roll.slice(4, -3);
    await Promise.all(voters.map((practice) => vote(practice)));
    const all = `${2 + voters.length} of`;
    await officer.until(() => officer.told.at(-1)!.said.startsWith(all));
    expect(officer.told.length).toBeLessThan(1 + voters.length / 2);
  });

  it('is told by whichever instance it is open on', async () => {
    const officer = await opened(application.officer, ballot(), other);
    const before = officer.told.at(-1)!.said;
    await vote(roll[2]!);
    await officer.until(() => officer.told.at(-1)!.said !== before);
  });
});

describe('a stream of an open page', () => {
  it('is for a session alone, and for pages of this service', async () => {
    const authorization = `Bearer ${await to.token('officer@00C')}`;
    const stranger = await followed(to, '/live', { authorization });
    expect([stranger.status, stranger.headers.get('content-type')]).toEqual([
      401,
      expect.stringContaining('application/problem+json'),
    ]);
    const person = await visitor(to, 'officer@00C');
    for (const elsewhere of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
    ])
      expect((await followed(to, '/live', { ...asIn(person), ...elsewhere })).status).toBe(403);
  });

  it('ends when its reader signs out, before anything more is told', async () => {
    const officer = await opened(application.officer, ballot());
    const csrf = officer.person.first.dom.querySelector('[name=_csrf]')!.getAttribute('value')!;
    await officer.person.post('/sign-out', new URLSearchParams({ _csrf: csrf }).toString());
    const before = officer.told.length;
    await vote(roll.at(-1)!);
    await officer.ended;
    expect(officer.told).toHaveLength(before);
  });

  it('does not keep a session alive', async () => {
    const officer = await opened(application.officer, ballot());
    now += 29 * 60_000;
    // Comments come, and a stream that was lost comes back.
    await pause(900);
    expect((await followed(to, liveOn(officer.person.first)!, asIn(officer.person))).status).toBe(200);
    now += 2 * 60_000;
    await officer.ended;
    expect((await followed(to, '/live', asIn(officer.person))).status).toBe(401);
  });

  it('ends when its reader acts in another role, and when the role is withdrawn', async () => {
    const both = 'assessor@Y54';
    const data = { issuer: 'development', subject: both, role: 'constitution-reviewer', organisation: 'nhse' };
    const registrar = { id: 'registrar@nhse', name: 'R', role: 'registrar', organisation: 'nhse' };
    const granted = { ...data, name: 'B' };
    await enter(to.service, registrar, { type: 'RoleGranted', data: granted } as never);
    const assessor = await opened(both, '/work');
    const page = await assessor.person.get('/acting-as');
    await assessor.person.submit(page, { grant: 'constitution-reviewer nhse' }, { action: '/acting-as' });
    await assessor.ended;
    const again = await opened(both, '/');
    const mine = await assessor.person.get('/work');
    const reviewer = await followed(to, liveOn(mine)!, asIn(assessor.person));
    open.push(reviewer);
    await reviewer.until(() => reviewer.told.length > 0);
    await enter(to.service, registrar, { type: 'RoleWithdrawn', data } as never);
    await reviewer.ended;
    expect(again.told).toHaveLength(1);
  });

  it('is one of ten of a person at most, and gives its place back', async () => {
    const person = await visitor(to, 'officer@03A');
    const ten = await Promise.all(Array.from({ length: 10 }, () => followed(to, '/live', asIn(person))));
    open.push(...ten);
    expect(ten.map(({ status }) => status)).toEqual(ten.map(() => 200));
    const metrics = await metricsOf(to);
    expect(Number(/^remit_live_pages (\d+)$/m.exec(metrics)?.[1])).toBeGreaterThanOrEqual(10);
    const more = await followed(to, '/live', asIn(person));
    expect([more.status, more.headers.get('retry-after')]).toEqual([429, '15']);
    ten[0]!.hangUp();
    await ten[0]!.ended;
    await pause(200);
    expect((await followed(to, '/live', asIn(person))).status).toBe(200);
    open.splice(0).forEach((each) => each.hangUp());
    await pause(300);
    expect(await metricsOf(to)).not.toMatch(/route="[^"]*\/live",method="GET",status="200"/);
  });

  it('does not begin when only its head is asked for', async () => {
    const cookie = asIn(await visitor(to, 'officer@03A'));
    const answer = await fetch(`${to.url}/live`, { method: 'HEAD', headers: cookie });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });

  it('holds up no shutdown, and ends as a stream does', async () => {
    const own = await testService<Body>({ identity });
    const streams = await Promise.all([withOpen(own, 'auditor@nhse', '/'), withOpen(own, 'committee@nhse', '/work')]);
    const silent = connect(Number(new URL(own.url).port), '127.0.0.1');
    await pause(100);
    const start = performance.now();
    await own.close();
    expect(performance.now() - start).toBeLessThan(2_000);
    for (const { ended, raw } of streams) {
      await ended;
      expect(raw()).toMatch(/\n\n$/);
    }
    silent.destroy();
  });
});
