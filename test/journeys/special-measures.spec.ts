import { describe, expect, it } from '@jest/globals';
import * as forms from '../../demonstration/forms.js';
import { decided, meetingOn } from '../meetings.js';
import type { Answer, Body, TestService } from '../service.js';
import { begunBy, caseAt, goLive } from '../story.js';
import { at } from '../hand.js';
import { arrangementOf, isRefused, journey, levelOf, seen } from './journey.js';
import * as step from './delegation.js';
import { applicationOf, goesOn, type Application } from './delegation.js';

type Service = TestService<Body>;

const [ccg, neighbour] = ['02P', '03L'];
const committee = 'committee@nhse';

describe('special measures', () => {
  it('that fall mid-way keep a CCG from recommendation, approval and agreement until they are lifted (scenario 7)', async () => {
    await journey('07-special-measures', async (to) => {
      const own = applicationOf(to, ccg, await caseAt('submitted', to, ccg));
      await goesOn(to, own, 'assessed');
      await fallsOnTheCase(to, own);
      await isRefused(to, own.assessor, own.id, 'RegionRecommended', forms.recommendation, 'R-41');
      await lifted(to, own);
      await step.recommended(to, own);

      await at(to, '2015-02-10T10:00:00.000Z');
      await measures(to, 'impose');
      const meeting = await meetingOn(to, own.id, 'approve');
      await isRefused(to, committee, own.id, 'DecisionMade', { ...forms.approval, meeting, item: 1 }, 'R-41');
      expect((await decided(to, own.id, { decision: 'defer', grounds: 'The direction stands.' })).status).toBe(201);
      await lifted(to, own);
      await step.approved(to, own);

      await at(to, '2015-03-02T10:00:00.000Z');
      await measures(to, 'impose');
      await isRefused(to, own.officer, own.id, 'AgreementSigned', forms.signature('Accountable officer'), 'R-41');
      await isRefused(to, committee, own.id, 'AgreementSigned', forms.signature('National director'), 'R-41');
      await lifted(to, own);
      await step.signed(to, own);
      await at(to, goLive);
      expect([await levelOf(to, ccg, '2015-03-31'), await levelOf(to, ccg, '2015-04-01')]).toEqual([null, 'L3']);
    });
  });

  it('that still stand at go-live keep what both have signed from taking effect, and nobody else’s (R-41)', async () => {
    await journey('07-still-in-special-measures', async (to) => {
      const [own, beside] = [await begunBy(ccg, to), await begunBy(neighbour, to)];
      await goesOn(to, applicationOf(to, ccg, own), 'concluded');
      await goesOn(to, applicationOf(to, neighbour, beside), 'concluded');
      await measures(to, 'impose');
      expect(await arrangementOf(to, neighbour)).toMatchObject({ specialMeasures: null });
      await at(to, goLive);
      expect(await seen(to, own)).toMatchObject({ state: 'lapsed', outcome: 'lapsed' });
      expect((await seen(to, beside)).state).toMatchObject({ inForce: {} });
      expect([await levelOf(to, ccg, '2015-04-01'), await levelOf(to, neighbour, '2015-04-01')]).toEqual([null, 'L3']);
    });
  });
});

const measures = (to: Service, action: 'impose' | 'lift', persona = 'registrar@nhse'): Promise<Answer<Body>> => {
  const body = { action, direction: 'Direction of 12 January 2015 under section 14Z21' };
  return to.as(persona).post(`/api/register/ccgs/${ccg}/special-measures`, body);
};

/** Register and case know it from one append, by the registrar only, and once. */
async function fallsOnTheCase(to: Service, { id, officer }: Application): Promise<void> {
  expect((await measures(to, 'impose', officer)).status).toBe(403);
  expect((await seen(to, id)).details).toMatchObject({ specialMeasures: false });
  const head = await to.head();
  const imposed = await measures(to, 'impose');
  expect([imposed.status, imposed.body.cases]).toEqual([201, [id]]);
  expect((await to.log.readAll({ after: head })).map(({ stream, type }) => [stream, type])).toEqual([
    ['register', 'SpecialMeasuresImposed'],
    [`case-${id}`, 'SpecialMeasuresImposed'],
  ]);
  expect((await seen(to, id)).details).toMatchObject({ specialMeasures: true });
  expect(await arrangementOf(to, ccg)).toMatchObject({ specialMeasures: { direction: expect.any(String) } });
  const twice = await measures(to, 'impose');
  expect([twice.status, twice.body.rule]).toEqual([409, 'R-41']);
}

async function lifted(to: Service, { id }: Application): Promise<void> {
  expect((await measures(to, 'lift')).status).toBe(201);
  expect((await seen(to, id)).details).toMatchObject({ specialMeasures: false });
}
