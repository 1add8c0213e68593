import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { proofOf } from '../../apps/audit/proof.js';
import * as forms from '../../demonstration/forms.js';

import type { RecordedEvent } from '../../libs/event-log/index.js';
import { registerActor } from '../../apps/service/seed.js';
import { workflows } from '../../workflows/index.js';
import { enter, testService, type Answer, type Body, type TestService } from '../service.js';

interface Told extends Body {
  readonly interests: readonly unknown[];
}

/** An interest bars wherever its organisation has a case, whichever of register and case learnt it first. */
let to: TestService<Told>;
let ccgs: readonly string[];
beforeAll(async () => {
  to = await testService<Told>();
  ccgs = to.service.ledger.register.ccgs({ region: 'Y54' }).map(({ code }) => code);
});
afterAll(() => to.close());

const typesOf = async (id: string): Promise<readonly string[]> =>
  (await to.log.readStream(`case-${id}`)).map(({ type }) => type);
const practiceOf = (ccg: string): string =>
  to.service.ledger.register.practices({ ccg, on: '2014-06-10' })[0]?.code ?? '';
const inRegister = async (organisation: string): Promise<unknown> =>
  (await to.as('auditor@nhse').get(`/api/register/interests?organisation=${organisation}`)).body.interests;
const findingsIn = async (events: readonly RecordedEvent[]): Promise<readonly string[]> =>
  (await proofOf(events, workflows)).findings.map(({ what }) => what);

const begun = async (ccg: string, more?: Readonly<Record<string, unknown>>): Promise<string> => {
  const { status, body } = await to.as(`officer@${ccg}`).begin(ccg, more);
  expect([status, body.detail]).toEqual([201, undefined]);
  return body.id;
};
const joint = (): Readonly<Record<string, unknown>> => ({
  workflow: 'joint-commissioning',
  data: forms.jointInterestForm('2015-04-01', 'The CCG'),
});
/** A request that a practice leaves its CCG. */
async function departing(practice: string, ccg: string): Promise<string> {
  const data = { kind: 'leave', practiceCodes: [practice], effectiveOn: '2014-10-01', reasons: 'It closes its doors.' };
  const { status, body } = await to
    .as(`officer@${ccg}`)
    .send('POST', '/api/cases', { workflow: 'membership-request', ccg, data });
  expect([status, body.detail]).toEqual([201, undefined]);
  return body.id;
}

const declare = (persona: string, id: string, subject: string, more: object = {}): Promise<Answer<Told>> =>
  to.as(persona).act(id, 'InterestDeclared', {
    kind: 'financial',
    subject,
    text: 'A share in the partnership.',
    aroseOn: '2014-06-01',
    ...more,
  });

describe('an interest declared on a case', () => {
  it('stands in the register, and bars from the other cases of the CCG, begun before or after (R-47)', async () => {
    const ccg = ccgs[0] ?? '';
    const practice = practiceOf(ccg);
    const id = await begun(ccg);
    const beside = await begun(ccg, joint());

    expect((await declare('assessor@Y54', id, practice)).status).toBe(201);

    const { register } = to.service.ledger;
    expect(await inRegister(practice)).toMatchObject([
      {
        person: 'assessor@Y54',
        name: register.nameOf('assessor@Y54'),
        kind: 'financial',
        text: 'A share in the partnership.',
        aroseOn: '2014-06-01',
        declaredOn: '2014-06-12',
        late: false,
      },
    ]);
    expect(await typesOf(id)).toEqual(['InterestExpressed', 'InterestDeclared']);
    expect(await typesOf(beside)).toEqual(['InterestExpressed', 'InterestDeclared']);
    const acknowledged = await to.as('assessor@Y54').act(beside, 'InterestAcknowledged', { grounds: 'Sound.' });
    expect(acknowledged.body).toMatchObject({ status: 409, rule: 'R-47' });
    const later = await departing(practice, ccg);
    expect((await to.log.readStream(`case-${later}`))[0]?.data['interested']).toEqual(['assessor@Y54']);
  });

  it('of a membership request does so too, and where it is of another CCG it bars there (R-47)', async () => {
    const [, ccg = '', other = ''] = ccgs;
    const request = await departing(practiceOf(ccg), ccg);
    const elsewhere = await begun(other);
    const answer = await declare('constitution@nhse', request, other);
    expect([answer.status, answer.body.detail]).toEqual([201, undefined]);
    expect(await inRegister(other)).toMatchObject([{ person: 'constitution@nhse', organisation: other }]);
    expect(await typesOf(elsewhere)).toEqual(['InterestExpressed', 'InterestDeclared']);
  });

  it('by the registrar is of a person whom the register knows, under their name (R-47)', async () => {
    const ccg = ccgs[3] ?? '';
    const id = await begun(ccg);
    const of = (person: string): Promise<Answer<Told>> => declare('registrar@nhse', id, ccg, { person });
    expect((await of('nobody@nowhere')).body).toMatchObject({ status: 422, fields: [{ field: 'person' }] });
    expect((await of('committee@nhse')).status).toBe(201);
    const name = to.service.ledger.register.nameOf('committee@nhse');
    expect(await inRegister(ccg)).toMatchObject([{ person: 'committee@nhse', name }]);
  });

  it('is in an organisation that the register knows, and did not arise in days to come (R-47)', async () => {
    const ccg = ccgs[4] ?? '';
    const id = await begun(ccg);
    expect((await declare('assessor@Y54', id, '99Z')).body).toMatchObject({ status: 409, rule: 'R-47' });
    expect((await declare('assessor@Y54', id, 'the surgery')).body.status).toBe(422);
    expect((await declare('assessor@Y54', id, ccg, { aroseOn: '2014-06-13' })).body.status).toBe(422);
    expect(await typesOf(id)).toEqual(['InterestExpressed']);
  });
});

describe('an interest in a practice', () => {
  const barredFrom = async (id: string): Promise<readonly unknown[]> => {
    const events = await to.log.readStream(`case-${id}`);
    return [
      ...(events[0]?.data['interested'] as readonly string[]),
      ...events.filter(({ type }) => type === 'InterestDeclared').map(({ data }) => data['person']),
    ].sort();
  };
  const register = async (persona: string, organisation: string): Promise<void> => {
    const declaration = { kind: 'financial', organisation, text: 'A share.', aroseOn: '2014-06-01' };
    expect((await to.as(persona).post('/api/register/interests', declaration)).status).toBe(201);
  };

  it('bars everybody who has one when the practice moves, not the first of them alone (R-47)', async () => {
    const [from = '', goes = ''] = ccgs.slice(5);
    const id = await begun(goes);
    const practice = practiceOf(from);
    for (const persona of ['constitution@nhse', 'committee@nhse']) await register(persona, practice);
    const moved = { practice, from, to: goes, on: '2014-06-12' };
    await enter(to.service, registerActor, { type: 'PracticeMoved', data: moved });
    expect(await barredFrom(id)).toEqual(['committee@nhse', 'constitution@nhse']);
  });

  it('bars at once where the practice is told to move, whatever is learnt first and whenever the case begins (R-47)', async () => {
    const [from = '', goes = ''] = ccgs.slice(7);
    const before = await begun(goes);
    const practice = practiceOf(from);
    await register('committee@nhse', practice);
    const moved = { practice, from, to: goes, on: '2014-09-01' };
    await enter(to.service, registerActor, { type: 'PracticeMoved', data: moved });
    await register('constitution@nhse', practice);
    const after = await begun(goes, joint());
    const both = ['committee@nhse', 'constitution@nhse'];
    expect([await barredFrom(before), await barredFrom(after)]).toEqual([both, both]);
    const stayed = await begun(from);
    expect(await barredFrom(stayed)).toEqual(both);
  });

  it('bars again where the practice is found to be open after all (R-47)', async () => {
    const [ccg = ''] = ccgs.slice(9);
    const practice = practiceOf(ccg);
    await enter(to.service, registerActor, { type: 'PracticeClosed', data: { practice, on: '2014-06-01' } });
    const id = await begun(ccg);
    await register('committee@nhse', practice);
    expect(await barredFrom(id)).toEqual([]);
    await enter(to.service, registerActor, { type: 'PracticeReopened', data: { practice, status: 'A' } });
    expect(await barredFrom(id)).toEqual(['committee@nhse']);
  });

  it('bars from a request of another CCG that names it, or its CCG (R-47)', async () => {
    const [from = '', goes = ''] = ccgs.slice(10);
    const practice = practiceOf(from);
    await register('constitution@nhse', practice);
    const data = {
      kind: 'move',
      practiceCodes: [practice],
      to: goes,
      effectiveOn: '2014-10-01',
      reasons: 'A new road.',
    };
    const asked = await to
      .as(`officer@${goes}`)
      .send('POST', '/api/cases', { workflow: 'membership-request', ccg: goes, data });
    expect(asked.status).toBe(201);
    const { id } = asked.body;
    expect(await barredFrom(id)).toEqual(['constitution@nhse']);
    await register('committee@nhse', practice);
    await register('assessor@Y54', from);
    await register('assessor@Y55', goes);
    await register('assessor@Y56', practiceOf(ccgs[12] ?? ''));
    expect(await barredFrom(id)).toEqual(['assessor@Y54', 'assessor@Y55', 'committee@nhse', 'constitution@nhse']);
  });
});

describe('the entry of an interest', () => {
  it('is missing in the register where the history lacks it, and audit verify finds that', async () => {
    const events = await to.log.readAll({ after: 0, limit: 100_000 });
    expect(await findingsIn(events)).toEqual([]);
    const registered = events.find(({ type }) => type === 'InterestRegistered')!;
    const without = events
      .filter((event) => event !== registered)
      .map((event) =>
        event.stream === 'register' && event.revision > registered.revision
          ? { ...event, revision: event.revision - 1 }
          : event,
      );
    expect(await findingsIn(without)).toContain(
      'InterestDeclared brings about InterestRegistered in register, and it is missing there',
    );
  });
});
