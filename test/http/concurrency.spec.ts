import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { proofOf } from '../../apps/audit/proof.js';
import { ballot, engagement } from '../../demonstration/forms.js';
import { workflows } from '../../workflows/index.js';
import { testService, type Answer, type TestService, type Body } from '../service.js';
import { begunBy, caseAt, takeTo } from '../story.js';

let to: TestService<Body>;
/** CCGs none of which does anything in two tests; by number. */
let ccgs: readonly string[];
beforeAll(async () => {
  to = await testService<Body>();
  ccgs = to.service.ledger.register.ccgs({ region: 'Y55' }).map(({ code }) => code);
});
afterAll(() => to.close());

const statuses = (answers: readonly Answer[]): readonly number[] => answers.map(({ status }) => status).sort();
const votersOf = (ccg: string): readonly string[] =>
  to.service.ledger.register.rollOf(ccg, '2014-10-01').map(({ practice }) => practice);

describe('people who act at the same moment', () => {
  let busy: { readonly ccg: string; readonly id: string };
  let racing: typeof busy;

  it('on one revision: one is recorded, the other is told that the case has moved on', async () => {
    const id = await begunBy(ccgs[0]!, to);
    for (let round = 0; round < 10; round += 1) {
      const queue = { queue: 'interest' };
      const people = ['assessor@Y55', 'assessor-2@Y55'];
      const ifMatch = (await to.log.headOf(`case-${id}`)) as number;
      const answers = await Promise.all(people.map((who) => to.as(who).act(id, 'CaseClaimed', queue, { ifMatch })));
      expect(statuses(answers)).toEqual([201, 412]);
      expect(answers.find(({ status }) => status === 412)!.headers.get('etag')).toBe(`"${ifMatch + 1}"`);
      await to.as(people[answers.findIndex(({ status }) => status === 201)]!).act(id, 'CaseReleased', queue);
    }
  });

  it('with the same key and content: it is recorded once, and both get the same answer', async () => {
    const id = await begunBy(ccgs[1]!, to);
    const officer = to.as(`officer@${ccgs[1]}`);
    const head = await to.head();
    const key = randomUUID();
    const engaged = () => officer.act(id, 'EngagementRecorded', engagement('2014-05-20'), { key, ifMatch: null });
    const both = await Promise.all([engaged(), engaged(), engaged()]);
    expect(statuses(both)).toEqual([201, 201, 201]);
    expect(both[1].body.event).toEqual(both[0].body.event);
    expect(await to.head()).toBe(head + 1);
    const other = randomUUID();
    const acknowledged = () =>
      to
        .as('assessor@Y55')
        .act(id, 'InterestAcknowledged', { readiness: 'ready', grounds: 'x' }, { key: other, ifMatch: 1 });
    const answers = await Promise.all([acknowledged(), acknowledged()]);
    expect(statuses(answers)).toEqual([201, 201]);
    expect(answers[1].body).toEqual(answers[0].body);
    expect(await to.head()).toBe(head + 2);
  });

  it('with the same key for two cases: these are two commands, and both are recorded', async () => {
    const two = ccgs.slice(2, 4);
    const ids = await Promise.all(two.map((ccg) => begunBy(ccg, to)));
    const key = randomUUID();
    const answers = await Promise.all(
      two.map((ccg, at) =>
        to.as(`officer@${ccg}`).act(ids[at]!, 'EngagementRecorded', engagement('2014-05-20'), { key, ifMatch: null }),
      ),
    );
    expect(statuses(answers)).toEqual([201, 201]);
    expect(answers[0]!.body.event.id).not.toBe(answers[1]!.body.event.id);
  });

  it('beginning an application of one CCG: one case begins, the other is refused by R-05', async () => {
    for (const ccg of ccgs.slice(4, 7)) {
      const answers = await Promise.all([to.as(`officer@${ccg}`).begin(ccg), to.as(`officer-2@${ccg}`).begin(ccg)]);
      expect(statuses(answers)).toEqual([201, 409]);
      expect(answers.find(({ status }) => status === 409)!.body.rule).toBe('R-05');
      expect((await to.log.readStream(`ccg-${ccg}`)).map(({ type }) => type)).toEqual(['CaseStarted']);
    }
  });

  it('beginning with the same key: one case begins, and both are given it', async () => {
    const ccg = ccgs[7]!;
    const key = randomUUID();
    const answers = await Promise.all([1, 2, 3].map(() => to.as(`officer@${ccg}`).begin(ccg, {}, { key })));
    expect(statuses(answers)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await to.log.headOf(`ccg-${ccg}`)).toBe(0);
  });

  it('can begin their cases side by side', async () => {
    // The ballots below are in autumn, when nobody can express interest any more.
    const begin = async (ccg: string) => ({ ccg, id: await begunBy(ccg, to) });
    [busy, racing] = await Promise.all([begin(ccgs[8]!), begin(ccgs[9]!)]);
    expect(busy.id).not.toBe(racing.id);
  });

  it('each with a vote: all are recorded, one after the other, and the last of all closes the ballot', async () => {
    const id = await caseAt('balloting', to, '00C');
    const voters = votersOf('00C');
    expect(voters.length).toBeGreaterThanOrEqual(40);
    const before = (await to.log.headOf(`case-${id}`)) as number;
    const vote = (code: string, choice: string): Promise<Answer<Body>> =>
      to.as(`practice@${code}`).act(id, 'VoteCast', { choice }, { ifMatch: null });
    const two = await Promise.all(voters.slice(0, 2).map((code) => vote(code, 'against')));
    expect(statuses(two)).toEqual([201, 201]);
    const answers = await Promise.all(voters.map((code) => vote(code, 'for')));
    expect(new Set(statuses(answers))).toEqual(new Set([201]));
    const events = (await to.log.readStream(`case-${id}`)).slice(before + 1);
    expect(events.map(({ type }) => type)).toEqual([
      ...Array.from({ length: voters.length + 2 }, () => 'VoteCast'),
      'BallotClosed',
    ]);
    const shown = (await to.as('officer@00C').get(`/api/cases/${id}`)).body;
    expect(shown.details.ballot.tally).toMatchObject({ for: voters.length, against: 0, result: 'carried' });
  });

  it('some of whom vote while others make mistakes: nobody is told that the service is busy', async () => {
    const { ccg, id } = busy;
    await takeTo('under-way', to, id, ccg);
    const closesAt = '2014-12-15T17:00:00.000Z';
    expect((await to.as(`officer@${ccg}`).act(id, 'BallotOpened', ballot(closesAt))).status).toBe(201);
    const voters = votersOf(ccg).slice(0, -1);
    const votes = Array.from({ length: 200 }, (_, index) =>
      to.as(`practice@${voters[index % voters.length]}`).act(id, 'VoteCast', { choice: 'for' }, { ifMatch: null }),
    );
    const mistakes = Array.from({ length: 40 }, (_, index) =>
      index % 2 === 0
        ? to.as(`officer@${ccg}`).act(id, 'VoteCast', { choice: 'for' }, { ifMatch: null })
        : to.as(`officer@${ccg}`).act(id, 'ApplicationWithdrawn', { because: 'other', text: 'x' }, { ifMatch: 0 }),
    );
    expect(new Set(statuses(await Promise.all(votes)))).toEqual(new Set([201]));
    expect(new Set(statuses(await Promise.all(mistakes)))).toEqual(new Set([403, 412]));
  });

  it('as the ballot closes: each vote is either in the count or refused by R-14', async () => {
    const { ccg, id } = racing;
    await takeTo('under-way', to, id, ccg);
    const closesAt = '2014-11-20T17:00:00.000Z';
    await to.as(`officer@${ccg}`).act(id, 'BallotOpened', ballot(closesAt));
    const voters = votersOf(ccg).slice(0, -2);
    const vote = (code: string) => to.as(`practice@${code}`).act(id, 'VoteCast', { choice: 'for' }, { ifMatch: null });
    const half = Math.floor(voters.length / 2);
    const early = voters.slice(0, half).map(vote);
    const closing = to.until(closesAt);
    const answers = await Promise.all([...early, ...voters.slice(half).map(vote)]);
    expect((await closing).status).toBe(200);
    const recorded = answers.filter(({ status }) => status === 201).length;
    expect(answers.every(({ status, body }) => status === 201 || (status === 409 && body.rule === 'R-14'))).toBe(true);
    const events = await to.log.readStream(`case-${id}`);
    const closed = events.findIndex(({ type }) => type === 'BallotClosed');
    expect(events[closed]).toMatchObject({ at: closesAt });
    expect(events.slice(closed + 1).some(({ type }) => type === 'VoteCast')).toBe(false);
    const { tally } = (await to.as(`officer@${ccg}`).get(`/api/cases/${id}`)).body.details.ballot;
    expect(tally?.tookPart).toBe(recorded);
  });

  it('and all of them leave a log in which the auditor’s proof finds nothing', async () => {
    const { findings } = await proofOf(await to.log.readAll({ limit: 100_000 }), workflows);
    expect(findings).toEqual([]);
  });
});
