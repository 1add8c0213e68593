import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { engagement, interestForm } from '../../apps/service/demonstration/forms.js';
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

describe('Prefer: return=minimal', () => {
  /** Asks with a key and preference of one's own. */
  const sent = (persona: string, path: string, body: object, key: string, prefer?: string) =>
    to.as(persona).send('POST', path, body, {
      'idempotency-key': key,
      'if-match': '"0"',
      ...(prefer !== undefined && { prefer }),
    });
  const applied = ({ headers }: Answer<Body>) => headers.get('preference-applied');

  it('is answered with the event and the revision; any other preference with the case', async () => {
    const { id } = await begun();
    const path = `/api/cases/${id}/events`;
    const body = { type: 'InterestAcknowledged', data: acknowledgement };
    const key = randomUUID();
    const short = await sent('assessor@Y55', path, body, key, 'wait=1, Return=minimal');
    expect([short.status, short.headers.get('etag'), applied(short)]).toEqual([201, '"1"', 'return=minimal']);
    expect(short.body).toEqual({ event: expect.objectContaining({ type: body.type, revision: 1 }), revision: 1 });
    const head = await to.head();
    for (const prefer of [undefined, 'return=representation', 'return=maximal', 'respond-async']) {
      const whole = await sent('assessor@Y55', path, body, key, prefer);
      expect([whole.status, whole.headers.get('etag'), applied(whole)]).toEqual([201, '"1"', null]);
      expect(whole.body).toEqual({ event: short.body.event, case: expect.objectContaining({ id, revision: 1 }) });
    }
    // A key belongs to what is asked for, not to how it is answered.
    expect((await sent('assessor@Y55', path, body, key, 'return=minimal')).body).toEqual(short.body);
    expect(await to.head()).toBe(head);
  });

  it('is answered so where a case begins, with where it is', async () => {
    const ccg = fresh();
    const data = interestForm('2015-04-01', ccg);
    const body = { workflow: 'delegated-commissioning', ccg, round: '1', data };
    const key = randomUUID();
    const short = await sent(`officer@${ccg}`, '/api/cases', body, key, 'return=minimal');
    const whole = await sent(`officer@${ccg}`, '/api/cases', body, key);
    expect([short.status, short.headers.get('etag'), applied(short)]).toEqual([201, '"0"', 'return=minimal']);
    expect(short.headers.get('location')).toBe(`/api/cases/${whole.body.id}`);
    expect(short.body).toEqual({ event: expect.objectContaining({ revision: 0 }), revision: 0 });
    expect([whole.status, whole.headers.get('location'), applied(whole)]).toEqual([
      201,
      short.headers.get('location'),
      null,
    ]);
  });

  it('makes no refusal shorter', async () => {
    const { ccg, id } = await begun();
    const body = { type: 'InterestAcknowledged', data: acknowledgement };
    const refused = await sent(`officer@${ccg}`, `/api/cases/${id}/events`, body, randomUUID(), 'return=minimal');
    expect([problemIn(refused), applied(refused)]).toEqual(['403 not-yours', null]);
  });
});

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
      expect((await other.begin(ccg, { round: '3' })).status).toBe(201);
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
