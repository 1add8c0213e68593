import { describe, expect, it } from '@jest/globals';
import * as forms from '../../demonstration/forms.js';
import type { Body, TestService } from '../service.js';
import { acts, at } from '../hand.js';
import { begins, journey, levelOf, seen } from './journey.js';

/** Midnight in London as 28 June 2016 begins, when version 2 does. */
const revised = '2016-06-27T23:00:00.000Z';
const goLive = '2017-03-31T23:00:00.000Z';
const name = 'greater-involvement';
const assessor = 'assessor@Y57';

describe('a workflow in two versions', () => {
  it('runs each case to its end under the version it began under (scenario 20)', async () => {
    await journey(
      '22-two-versions',
      async (to) => {
        const listed = (await to.as('auditor@nhse').get('/api/workflows')).body.workflows;
        const versions = listed.filter((workflow) => (workflow as unknown as { name: string }).name === name);
        expect(versions.map(({ version }) => version)).toEqual(['1', '2']);

        await at(to, '2016-06-27T22:59:59.999Z');
        const [before, after] = ['08Q', '09M'];
        const first = await involved(to, before);
        await at(to, revised);
        const second = await involved(to, after);
        expect([first.version, second.version]).toEqual(['1', '2']);

        // Noted on the same day, each by its own form.
        await at(to, '2016-07-05T10:00:00.000Z');
        const { areas, heard } = forms.involvementNoteInFull;
        await isInvalid(to, first.id, forms.involvementNoteInFull, ['areas', 'heard']);
        await acts(to, assessor, first.id, 'InvolvementNoted', forms.involvementNote);
        await isInvalid(to, second.id, forms.involvementNote, ['areas', 'heard']);
        await acts(to, assessor, second.id, 'InvolvementNoted', forms.involvementNoteInFull);
        expect(await seen(to, second.id)).toMatchObject({ details: { involvement: { areas, heard } } });

        await at(to, goLive);
        expect([await levelOf(to, before, '2017-03-31'), await levelOf(to, after, '2017-03-31')]).toEqual([null, null]);
        expect([await levelOf(to, before, '2017-04-01'), await levelOf(to, after, '2017-04-01')]).toEqual(['L1', 'L1']);

        // Only version 2 is reviewed each year.
        expect(await reviewsDue(to)).toEqual([[second.id, '2018-04-01T23:00:00.000Z']]);
        await at(to, '2018-03-05T10:00:00.000Z');
        const findings = { findings: 'The CCG was heard four times.' };
        const { body } = await to.as(assessor).act(first.id, 'InvolvementReviewed', findings);
        expect([body.status, body.type]).toEqual([422, '/problems/unknown-event']);
        await acts(to, assessor, second.id, 'InvolvementReviewed', findings);
        expect(await reviewsDue(to)).toEqual([[second.id, '2019-03-06T00:00:00.000Z']]);

        for (const { id, version } of [first, second]) {
          const { events } = (await to.as('auditor@nhse').get(`/api/cases/${id}/events`)).body;
          expect(new Set(events.map((event) => `${event.workflow}@${event.version}`))).toEqual(
            new Set([`${name}@${version}`]),
          );
          expect((await to.as('auditor@nhse').get(`/api/workflows/${name}/${version}`)).status).toBe(200);
        }
      },
      { now: '2016-06-20T10:00:00.000Z' },
    );
  });
});

const involved = (to: TestService<Body>, ccg: string): Promise<Body> =>
  begins(to, `officer@${ccg}`, ccg, {
    workflow: name,
    round: '3',
    data: forms.involvementInterestForm('2017-04-01', ccg),
  });

/** The note is refused for these fields, and nothing is recorded. */
async function isInvalid(to: TestService<Body>, id: string, note: object, fields: readonly string[]): Promise<void> {
  const before = await to.head();
  const { status, body } = await to.as(assessor).act(id, 'InvolvementNoted', note);
  expect([status, body.fields.map(({ field }) => field).sort()]).toEqual([422, fields]);
  expect(await to.head()).toBe(before);
}

/** The reviews that wait on the region, with when they are due. */
async function reviewsDue(to: TestService<Body>): Promise<readonly unknown[]> {
  const { items } = (await to.as(assessor).get('/api/queues/involvement')).body;
  return items.map((item) => [item.case, item.due]);
}
