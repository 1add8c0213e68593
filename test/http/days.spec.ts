/** Days and numbers that cannot be, said to a running service: each is refused with the field or the rule named, and none is a fault. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as forms from '../../demonstration/forms.js';
import { testService, type Answer, type Body, type TestService } from '../service.js';
import { begunBy, takeTo } from '../story.js';

let to: TestService<Body>;
/** Of a CCG whose members need no ballot. */
let id: string;
/** An interest, while there is still time for one. */
let early: Answer<Body>;
beforeAll(async () => {
  to = await testService<Body>();
  early = await to.as('officer@09M').begin('09M', { data: { timescale: '2015-03-31' } });
  id = await begunBy('08Q', to);
  await takeTo('under-way', to, id, '08Q');
});
afterAll(() => to.close());

const officer = () => to.as('officer@08Q');
const registrar = (path: string, body: object): Promise<Answer<Body>> =>
  to.as('registrar@nhse').post(`/api/register/${path}`, body);
const convened = (heldOn: string): Promise<Answer<Body>> => {
  const data = { committeeId: 'nhse-assurance', heldOn };
  const body = { workflow: 'committee-meeting', data };
  return to.as('committee@nhse').post('/api/cases', body);
};
const fieldsOf = ({ status, body }: Answer<Body>): unknown => [status, body.fields.map(({ field }) => field)];

const never = '9999-12-31';

describe('a day that cannot be', () => {
  it('is refused where it is said, and the field named', async () => {
    for (const heldOn of ['2099-01-01', '2014-06-30', never])
      expect(fieldsOf(await convened(heldOn))).toEqual([422, ['heldOn']]);
    expect((await convened('2014-07-01')).status).toBe(201);
    for (const heldOn of ['2099-01-01', '2014-07-02', never]) {
      expect(fieldsOf(await officer().act(id, 'EngagementRecorded', forms.engagement(heldOn)))).toEqual([
        422,
        ['heldOn'],
      ]);
      const agreed = await officer().act(id, 'AgreementOfMembersRecorded', forms.agreementOfMembers(heldOn, 5));
      expect([409, 422]).toContain(agreed.status);
    }
    expect([early.status, early.body.rule]).toEqual([409, 'R-06']);
    const closing = { kind: 'closure', on: never };
    expect(fieldsOf(await registrar('ccgs/08Q/closure', closing))).toEqual([422, ['on']]);
    const round = { ...extraRound, goLive: never };
    expect(fieldsOf(await registrar('rounds', round))).toEqual([422, ['goLive']]);
  });

  it('is refused beside the CCG and the case: before either there was nothing to be engaged in, or to agree to', async () => {
    const recorded = async (type: string, form: object): Promise<unknown> => {
      const { status, body } = await officer().act(id, type, form);
      return [status, body.rule];
    };
    expect(await recorded('EngagementRecorded', forms.engagement('2013-03-31'))).toEqual([409, 'R-10']);
    expect(await recorded('EngagementRecorded', forms.engagement('2013-04-01'))).toEqual([201, undefined]);
    const before = forms.agreementOfMembers('2014-05-31', 5);
    expect(await recorded('AgreementOfMembersRecorded', before)).toEqual([409, 'R-12']);
  });

  it('is no fault where it is asked about', async () => {
    const paths = ['uptake?on=', 'arrangements/08Q?on=', 'register/ccgs?on=', 'register/practices?on=', 'queues?due='];
    for (const path of [...paths, 'register/committees?on=', 'register/interests?on=']) {
      const { status } = await officer().get(`/api/${path}${never}`);
      expect([path, status]).toEqual([path, 422]);
      expect([path, (await officer().get(`/api/${path}2999-12-31`)).status]).toEqual([path, 200]);
    }
    for (const time of [`${never}T00:00:00Z`, '0001-01-01T00:00:00Z']) {
      expect((await officer().get(`/api/cases/${id}?asOf=${time}`)).status).toBe(422);
      expect((await to.until(time)).status).toBe(422);
    }
  });
});

describe('a number that cannot be', () => {
  it('is a vote of more practices than the CCG has members (R-12)', async () => {
    const members = to.service.ledger.register.rollOf('08Q', '2014-06-20').length;
    const agreed = (votes: number) =>
      officer().act(id, 'AgreementOfMembersRecorded', forms.agreementOfMembers('2014-06-20', votes));
    for (const votes of [members + 1, 500]) {
      const { status, body } = await agreed(votes);
      expect([status, body.rule, body.detail]).toEqual([409, 'R-12', expect.stringContaining(`had ${members} member`)]);
    }
    expect((await agreed(members)).status).toBe(201);
  });
});

const extraRound = {
  id: '2016x',
  name: 'An extra round',
  opens: '2015-07-01T00:00:00Z',
  mandateBefore: 'signature',
  levels: ['L3'],
  variationWindows: [],
};
