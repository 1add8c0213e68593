import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import * as forms from '../../demonstration/forms.js';
import { engagement } from '../../demonstration/forms.js';
import { problemIn } from '../problem.js';
import { sendRaw, testService, type Answer, type TestService, type Body } from '../service.js';
import { ballotCloses, caseAt } from '../story.js';

let to: TestService<Body>;
beforeAll(async () => {
  to = await testService<Body>();
});
afterAll(() => to.close());

const interest = engagement('2014-05-20');
/** A CCG that no other test here uses. */
const fresh = (() => {
  let next = 0;
  return () => to.service.ledger.register.ccgs({ region: 'Y55' })[next++]!.code;
})();
async function begun(): Promise<{ ccg: string; id: string }> {
  const ccg = fresh();
  const { status, body } = await to.as(`officer@${ccg}`).begin(ccg);
  expect(status).toBe(201);
  return { ccg, id: body.id };
}
const acknowledgement = { readiness: 'ready', grounds: 'Sound.' };

describe('an idempotency key', () => {
  it('is needed to record an event: 428 without, 400 when it is not one UUID', async () => {
    const { ccg, id } = await begun();
    const officer = to.as(`officer@${ccg}`);
    const head = await to.head();
    expect(problemIn(await officer.act(id, 'EngagementRecorded', interest, { key: null }))).toBe(
      '428 precondition-required',
    );
    for (const key of [
      '',
      '1',
      'not-a-uuid',
      `${randomUUID()}, ${randomUUID()}`,
      '00000000-0000-0000-0000-000000000000',
    ])
      expect(problemIn(await officer.act(id, 'EngagementRecorded', interest, { key }))).toBe('400 malformed');
    expect(problemIn(await officer.begin(ccg, {}, { key: '7' }))).toBe('400 malformed');
    expect(await to.head()).toBe(head);
  });

  it('sent twice as two headers is not one UUID', async () => {
    const { ccg, id } = await begun();
    const headers = {
      authorization: `Bearer ${await to.token(`officer@${ccg}`)}`,
      'content-type': 'application/json',
      'idempotency-key': [randomUUID(), randomUUID()],
    };
    const body = JSON.stringify({ type: 'EngagementRecorded', data: interest });
    const answer = await sendRaw<Body>(to.url, { method: 'POST', path: `/api/cases/${id}/events`, headers }, body);
    expect(problemIn(answer)).toBe('400 malformed');
  });

  it('repeated with the same content answers as the first time and records nothing', async () => {
    const { id } = await begun();
    const key = randomUUID();
    const sent = { key, ifMatch: 0 };
    const first = await to.as('assessor@Y55').act(id, 'InterestAcknowledged', acknowledgement, sent);
    expect(first.status).toBe(201);
    const head = await to.head();
    const again = await to.as('assessor@Y55').act(id, 'InterestAcknowledged', acknowledgement, sent);
    const inCapitals = await to
      .as('assessor@Y55')
      .act(id, 'InterestAcknowledged', acknowledgement, { ...sent, key: key.toUpperCase() });
    for (const answer of [again, inCapitals]) {
      expect([answer.status, answer.headers.get('etag')]).toEqual([201, first.headers.get('etag')]);
      expect(answer.body).toEqual(first.body);
    }
    expect(await to.head()).toBe(head);
  });

  it('is the same command whatever the spelling of its address and the order of its members', async () => {
    const { ccg, id } = await begun();
    const headers = { 'idempotency-key': randomUUID(), 'if-match': '"0"' };
    const assessor = to.as('assessor@Y55');
    const body = { type: 'InterestAcknowledged', data: acknowledgement };
    const first = await assessor.send('POST', `/api/cases/${id}/events`, body, headers);
    expect(first.status).toBe(201);
    const head = await to.head();
    const { readiness, grounds } = acknowledgement;
    const spellings: readonly [string, unknown][] = [
      [`/api/cases/${id.toUpperCase()}/events`, body],
      [`/api/c%61ses/${id}/events`, body],
      [`/api/cases/${id.replace(/^./, (letter) => `%${letter.charCodeAt(0).toString(16)}`)}/events`, body],
      [`/api/cases/${id}/events`, { data: { grounds, readiness }, type: 'InterestAcknowledged' }],
      [`/api/cases/${id}/events`, ` ${JSON.stringify(body, undefined, 2)}\n`],
    ];
    for (const [path, said] of spellings) {
      const again = await assessor.send('POST', path, said, headers);
      expect([path, again.status, again.body]).toEqual([path, 201, first.body]);
    }
    const more = { idempotency: randomUUID() };
    const form = forms.interestForm('2015-04-01', ccg);
    const begin = { workflow: 'delegated-commissioning', ccg: fresh(), round: '1', data: form };
    const officer = to.as(`officer@${begin.ccg}`);
    const key = { 'idempotency-key': more.idempotency };
    const one = await officer.send('POST', '/api/cases', begin, key);
    const turned = Object.fromEntries(Object.entries(begin).toReversed());
    const other = await officer.send('POST', '/api/cases', turned, key);
    expect([other.status, other.body]).toEqual([201, one.body]);
    expect(await to.head()).toBe(head + 2);
  });

  it('answers as the first time even when the case has moved on since', async () => {
    const { ccg, id } = await begun();
    const key = randomUUID();
    const first = await to.as('assessor@Y55').act(id, 'InterestAcknowledged', acknowledgement, { key, ifMatch: 0 });
    await to.as(`officer@${ccg}`).act(id, 'ApplicationWithdrawn', { because: 'other', text: 'Later.' });
    const again = await to.as('assessor@Y55').act(id, 'InterestAcknowledged', acknowledgement, { key, ifMatch: 0 });
    expect([again.status, again.headers.get('etag')]).toEqual([201, '"1"']);
    expect(again.body.event).toEqual(first.body.event);
    expect(again.body.case).toMatchObject({ revision: 1, outcome: null });
  });

  it('repeated with other content by the same person is refused as reused; another person’s is another command', async () => {
    const { ccg, id } = await begun();
    const key = randomUUID();
    const officer = to.as(`officer@${ccg}`);
    expect((await officer.act(id, 'EngagementRecorded', interest, { key })).status).toBe(201);
    const head = await to.head();
    const reused = '422 key-reused';
    expect(problemIn(await officer.act(id, 'EngagementRecorded', { ...interest, summary: 'Other.' }, { key }))).toBe(
      reused,
    );
    expect(problemIn(await officer.act(id, 'ApplicationWithdrawn', { because: 'other', text: 'No.' }, { key }))).toBe(
      reused,
    );
    expect(await to.head()).toBe(head);
    expect((await to.as(`officer-2@${ccg}`).act(id, 'EngagementRecorded', interest, { key })).status).toBe(201);
  });

  it('used on one case is new on another, and for beginning one', async () => {
    const [one, other] = [await begun(), await begun()];
    const key = randomUUID();
    expect((await to.as(`officer@${one.ccg}`).act(one.id, 'EngagementRecorded', interest, { key })).status).toBe(201);
    const answers = [
      await to.as(`officer@${other.ccg}`).act(other.id, 'EngagementRecorded', interest, { key }),
      await to.as('assessor@Y55').act(one.id, 'InterestAcknowledged', acknowledgement, { key, ifMatch: 1 }),
      await to.as('assessor@Y55').act(other.id, 'InterestAcknowledged', acknowledgement, { key, ifMatch: 1 }),
    ];
    const ccg = fresh();
    answers.push(await to.as(`officer@${ccg}`).begin(ccg, {}, { key }));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  });

  it('of a refused attempt answers with the same refusal, records it once, and cannot be used for anything else', async () => {
    const { ccg, id } = await begun();
    const key = randomUUID();
    const officer = to.as(`officer@${ccg}`);
    const first = await officer.act(id, 'InterestAcknowledged', acknowledgement, { key, ifMatch: 0 });
    expect(problemIn(first)).toBe('403 not-yours');
    const head = await to.head();
    const again = await officer.act(id, 'InterestAcknowledged', acknowledgement, { key, ifMatch: 0 });
    expect([again.status, again.body]).toEqual([403, first.body]);
    expect(problemIn(await officer.act(id, 'EngagementRecorded', interest, { key }))).toBe('422 key-reused');
    expect(await to.head()).toBe(head);
    expect(await to.log.readStream(`refused-${id}`)).toHaveLength(1);
  });

  it('of an attempt that was refused for being early answers so for ever; a new key is decided anew', async () => {
    const { ccg } = await begun();
    const officer = to.as(`officer@${ccg}`);
    const key = randomUUID();
    const early = await officer.begin(ccg, { round: '2' }, { key });
    expect([early.status, early.body.rule]).toEqual([409, 'R-06']);
    const service = await testService<Body>({ now: '2015-10-02T10:00:00.000Z' });
    try {
      const other = service.as(`officer@${ccg}`);
      const soon = await other.begin(ccg, { round: '3' }, { key });
      expect([soon.status, soon.body.rule]).toEqual([409, 'R-06']);
      await service.until('2016-06-01T10:00:00Z');
      const again = await other.begin(ccg, { round: '3' }, { key });
      expect([again.status, again.body]).toEqual([409, soon.body]);
      const timely = { round: '3', data: { timescale: '2017-04-01' } };
      expect((await other.begin(ccg, timely)).status).toBe(201);
    } finally {
      await service.close();
    }
  });

  it('of a begun case gives the same case again', async () => {
    const ccg = fresh();
    const key = randomUUID();
    const first = await to.as(`officer@${ccg}`).begin(ccg, {}, { key });
    const head = await to.head();
    const again = await to.as(`officer@${ccg}`).begin(ccg, {}, { key });
    expect([again.status, again.headers.get('location'), again.body]).toEqual([
      201,
      first.headers.get('location'),
      first.body,
    ]);
    const otherwise = await to.as(`officer@${ccg}`).begin(ccg, { data: { fit: 'Otherwise.' } }, { key });
    expect(problemIn(otherwise)).toBe('422 key-reused');
    expect(await to.head()).toBe(head);
  });

  it('is no secret: who sends somebody else’s request with its key is decided on their own', async () => {
    const { ccg, id } = await begun();
    const key = randomUUID();
    expect((await to.as(`officer@${ccg}`).act(id, 'EngagementRecorded', interest, { key })).status).toBe(201);
    const { status } = await to.as('assessor@Y55').act(id, 'EngagementRecorded', interest, { key });
    expect(status).toBe(403);
  });
});

describe('If-Match', () => {
  it('is needed for what does not commute: 428 without', async () => {
    const { id } = await begun();
    const answer = await to.as('assessor@Y55').act(id, 'InterestAcknowledged', acknowledgement, { ifMatch: null });
    expect(problemIn(answer)).toBe('428 precondition-required');
    expect(answer.body.detail).toMatch(/If-Match/);
  });

  it('that names a revision from before is told what was recorded since', async () => {
    const { ccg, id } = await begun();
    await to.as('assessor@Y55').act(id, 'InterestAcknowledged', acknowledgement);
    const late = await to
      .as(`officer@${ccg}`)
      .act(id, 'ApplicationWithdrawn', { because: 'other', text: 'No.' }, { ifMatch: 0 });
    expect([problemIn(late), late.body.detail]).toEqual([
      '412 revision',
      expect.stringMatching(
        /^The case is at revision 1 now\. Recorded since: InterestAcknowledged at .* 2014\. Read it again/,
      ),
    ]);
    const ahead = await to
      .as(`officer@${ccg}`)
      .act(id, 'ApplicationWithdrawn', { because: 'other', text: 'No.' }, { ifMatch: 7 });
    expect(ahead.body.detail).toBe('The case is at revision 1 now. Read it again, and decide on what it says.');
  });

  it('that asks for what is no longer open is told where the case has gone, whoever sees the case whole', async () => {
    const { ccg, id } = await begun();
    const assessor = to.as('assessor@Y55');
    await assessor.act(id, 'InterestAcknowledged', acknowledgement);
    const again = await assessor.act(id, 'InterestAcknowledged', acknowledgement);
    expect([problemIn(again), again.body.detail]).toEqual([
      '409 not-open-here',
      expect.stringMatching(/The stage “Expression of interest” was left at .* 2014\. Group, mandate, constitution/),
    ]);
    const [practice] = to.service.ledger.register.rollOf(ccg, '2014-06-12');
    const asPractice = to.as(`practice@${practice?.practice}`);
    const vote = await asPractice.act(id, 'VoteCast', { choice: 'for' });
    expect([problemIn(vote), vote.body.detail]).toEqual(['409 rule', 'No ballot is open.']);
    const other = await asPractice.act(id, 'InterestAcknowledged', acknowledgement);
    expect([problemIn(other), other.body.detail]).toEqual([
      '403 not-yours',
      'You can cast your practice’s vote on this application. Everything else is for the CCG and NHS England.',
    ]);
    const { refusals } = (await to.as('auditor@nhse').get(`/api/cases/${id}/refusals`)).body;
    expect(refusals.map(({ data }) => (data['refusal'] as { meaning?: string }).meaning !== undefined)).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('that names another revision is answered 412 with the ETag the case has now, and nothing is recorded', async () => {
    const { ccg, id } = await begun();
    await to.as(`officer@${ccg}`).act(id, 'EngagementRecorded', interest);
    const head = await to.head();
    for (const ifMatch of [0, 2, 999_999_999]) {
      const answer = await to.as('assessor@Y55').act(id, 'InterestAcknowledged', acknowledgement, { ifMatch });
      expect([problemIn(answer), answer.headers.get('etag')]).toEqual(['412 revision', '"1"']);
    }
    expect(await to.head()).toBe(head);
    expect((await to.as('assessor@Y55').act(id, 'InterestAcknowledged', acknowledgement, { ifMatch: 1 })).status).toBe(
      201,
    );
  });

  it('is one strong tag: weak ones, lists, stars and bare numbers are malformed', async () => {
    const { id } = await begun();
    for (const ifMatch of ['W/"0"', '"0", "1"', '*', '0', '""', '"-1"', '"0x0"', '"00000000000"', 'null'])
      expect(problemIn(await to.as('assessor@Y55').act(id, 'InterestAcknowledged', acknowledgement, { ifMatch }))).toBe(
        '400 malformed',
      );
  });

  it('may be left out for a vote and an engagement; when it is sent it counts', async () => {
    const { ccg, id } = await begun();
    const officer = to.as(`officer@${ccg}`);
    expect((await officer.act(id, 'EngagementRecorded', interest, { ifMatch: null })).status).toBe(201);
    expect((await officer.act(id, 'EngagementRecorded', interest, { ifMatch: 0 })).status).toBe(412);
    expect((await officer.act(id, 'EngagementRecorded', interest, { ifMatch: 1 })).status).toBe(201);
  });
});

describe('a preference for the least (RFC 7240)', () => {
  const minimal = { prefer: 'return=minimal' };

  it('is answered with the event and the revision alone, and says that it was heeded', async () => {
    const { ccg, id } = await begun();
    const body = { type: 'EngagementRecorded', data: interest };
    const headers = { ...minimal, 'idempotency-key': randomUUID(), 'if-match': '"0"' };
    const officer = to.as(`officer@${ccg}`);
    const least = await officer.send('POST', `/api/cases/${id}/events`, body, headers);
    expect([least.status, least.headers.get('preference-applied'), least.headers.get('etag')]).toEqual([
      201,
      'return=minimal',
      '"1"',
    ]);
    expect(least.body).toEqual({ event: expect.objectContaining({ type: 'EngagementRecorded' }), revision: 1 });
    // The preference is no part of what was asked: the same key without it is the same command, answered in full.
    const same = { 'idempotency-key': headers['idempotency-key'], 'if-match': '"0"' };
    const whole = await officer.send('POST', `/api/cases/${id}/events`, body, same);
    expect([whole.status, whole.headers.get('preference-applied')]).toEqual([201, null]);
    expect(whole.body).toMatchObject({ event: least.body.event, case: { id, revision: 1 } });
  });

  it('holds for a case that begins too', async () => {
    const ccg = fresh();
    const form = {
      workflow: 'delegated-commissioning',
      ccg,
      round: '1',
      data: forms.interestForm('2015-04-01', ccg),
    };
    const { status, headers, body } = await to.as(`officer@${ccg}`).send('POST', '/api/cases', form, minimal);
    expect([status, headers.get('location')?.startsWith('/api/cases/')]).toEqual([201, true]);
    expect(body).toEqual({ event: expect.objectContaining({ type: 'InterestExpressed' }), revision: 0 });
  });

  it.each([
    ['return=representation', false],
    ['respond-async, return=minimal; x=1', true],
    ['RETURN="minimal"', true],
    ['return=representation, return=minimal', false],
    ['return=minimalist', false],
    ['handling=lenient', false],
    ['', false],
  ])('is read as the RFC says: %s', async (prefer, heeded) => {
    const { ccg, id } = await begun();
    const headers = { prefer, 'idempotency-key': randomUUID(), 'if-match': '"0"' };
    const body = { type: 'EngagementRecorded', data: interest };
    const answer = await to.as(`officer@${ccg}`).send('POST', `/api/cases/${id}/events`, body, headers);
    expect([answer.status, answer.headers.get('preference-applied') !== null]).toEqual([201, heeded]);
  });
});

describe('a ballot in which everybody votes', () => {
  it('closes with the last vote, in the same append, and a repetition of that vote answers as the first time', async () => {
    const id = await caseAt('balloting', to, '00C');
    const roll = to.service.ledger.register.rollOf('00C', '2014-10-01');
    const [last, ...others] = roll;
    await Promise.all(
      others.map(({ practice }) =>
        to.as(`practice@${practice}`).act(id, 'VoteCast', { choice: 'for' }, { ifMatch: null }),
      ),
    );
    const key = randomUUID();
    const before = await to.head();
    const vote = (): Promise<Answer<Body>> =>
      to.as(`practice@${last!.practice}`).act(id, 'VoteCast', { choice: 'for' }, { ifMatch: null, key });
    const first = await vote();
    expect(first.status).toBe(201);
    const recorded = await to.log.readAll({ after: before });
    expect(recorded.map(({ type, at, position }) => [type, at, position])).toEqual([
      ['VoteCast', first.body.event.at, before + 1],
      ['BallotClosed', first.body.event.at, before + 2],
    ]);
    expect(recorded[1]).toMatchObject({ cause: first.body.event.id, actor: { id: 'clock' } });
    expect(first.body.event.at < ballotCloses).toBe(true);
    expect(first.body.case).toMatchObject({
      revision: recorded[1]!.revision,
      details: { ballot: { tally: { result: 'carried' } } },
    });
    const again = await vote();
    expect([again.status, again.headers.get('etag'), again.body]).toEqual([201, first.headers.get('etag'), first.body]);
    expect(await to.head()).toBe(before + 2);
  });
});
