import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { testService, type Answer, type Body, type TestService } from '../service.js';

/** Names that every object has, and what could reach behind one. */
const names = ['prototype', ...Object.getOwnPropertyNames(Object.prototype)];
/** What nothing of the service is called. */
const unheard = 'unheardOf';

let to: TestService<Body>;
let id: string;
beforeAll(async () => {
  to = await testService<Body>();
  id = (await to.as('officer@00C').begin('00C')).body.id;
});
afterAll(() => to.close());

/** What was answered, with the name that was sent taken for the one nobody heard of. */
const answered = ({ status, body }: Answer<Body>, name: string): unknown => [
  status,
  JSON.parse(JSON.stringify(body).replaceAll(name, unheard)) as unknown,
];

/** The same for every name: what an unheard one gets. */
async function isAsUnknown(send: (name: string) => Promise<Answer<Body>>): Promise<void> {
  const expected = answered(await send(unheard), unheard);
  for (const name of names) expect([name, answered(await send(name), name)]).toEqual([name, expected]);
}

const headers = (): Record<string, string> => ({ 'idempotency-key': randomUUID(), 'if-match': '"0"' });

/** `NAME` stands where the name goes, as it is sent; what is no JSON object cannot be spelt with all of them. */
const bodies: readonly (readonly [persona: string, method: string, path: string, text: string])[] = [
  ['officer@00C', 'POST', '/api/cases', '{"NAME":1}'],
  ['officer@00C', 'POST', '/api/cases', '{"workflow":"NAME","ccg":"00C","round":"1","data":{}}'],
  ['officer@00C', 'POST', '/api/cases', '{"workflow":"delegated-commissioning","ccg":"00C","round":"NAME","data":{}}'],
  ['officer@00C', 'POST', '/api/cases', '{"workflow":"delegated-commissioning","ccg":"NAME","round":"1","data":{}}'],
  [
    'officer@01A',
    'POST',
    '/api/cases',
    '{"workflow":"delegated-commissioning","ccg":"01A","round":"1","data":{"NAME":{"prototype":{}}}}',
  ],
  [
    'officer@01A',
    'POST',
    '/api/cases',
    '{"workflow":"delegated-commissioning","ccg":"01A","round":"1","data":{"group":["NAME"],"engagement":{"NAME":1}}}',
  ],
  ['officer@00C', 'POST', '/api/cases/:id/events', '{"type":"EngagementRecorded","data":{},"NAME":{"type":"x"}}'],
  ['officer@00C', 'POST', '/api/cases/:id/events', '{"type":"EngagementRecorded","data":{"kind":"survey","NAME":"x"}}'],
  ['officer@00C', 'POST', '/api/cases/:id/events', '{"type":"EngagementRecorded","data":{"kind":"NAME"}}'],
  ['officer@00C', 'POST', '/api/cases/:id/events', '{"type":"EngagementRecorded","data":{"NAME":null}}'],
  ['officer@00C', 'POST', '/api/cases/:id/events', '{"type":"AmendmentProposed","data":{"documents":[{"NAME":1}]}}'],
  ['officer@00C', 'POST', '/api/cases/:id/events', '{"type":"NAME","data":{}}'],
  ['assessor@Y54', 'POST', '/api/cases/:id/events', '{"type":"CaseReleased","data":{"queue":"NAME"}}'],
  ['registrar@nhse', 'POST', '/api/cases/:id/events', '{"type":"CaseReleased","data":{"queue":"NAME"}}'],
  ['registrar@nhse', 'POST', '/api/cases/:id/events', '{"type":"InterestDeclared","data":{"person":"NAME"}}'],
  ['registrar@nhse', 'POST', '/api/register/rounds', '{"NAME":1}'],
  ['registrar@nhse', 'POST', '/api/register/rounds', '{"id":"9","levels":["NAME"],"standards":{"NAME":1}}'],
  ['registrar@nhse', 'POST', '/api/register/committees', '{"members":[{"NAME":1}],"quorum":{"NAME":[]}}'],
  [
    'registrar@nhse',
    'POST',
    '/api/register/committees',
    '{"id":"c","name":"C","organisation":"nhse","from":"2014-06-12","quorum":{"atLeast":1,"of":{"NAME":[]}},"members":[{"id":"x","name":"X","offices":["gp"],"voting":true}]}',
  ],
  ['registrar@nhse', 'POST', '/api/register/bank-holidays', '{"NAME":1}'],
  ['registrar@nhse', 'POST', '/api/register/roles', '{"action":"NAME","NAME":1}'],
  [
    'registrar@nhse',
    'POST',
    '/api/register/roles',
    '{"action":"grant","subject":"x","name":"X","role":"NAME","organisation":"nhse"}',
  ],
  ['registrar@nhse', 'POST', '/api/register/ccgs/00C/special-measures', '{"NAME":1}'],
  ['registrar@nhse', 'POST', '/api/register/ccgs/NAME/special-measures', '{"action":"impose","direction":"x"}'],
  ['registrar@nhse', 'POST', '/api/register/ccgs/00C/closure', '{"NAME":1}'],
  ['registrar@nhse', 'POST', '/api/register/ccgs/00C/constitution', '{"counting":{"NAME":1,"basis":"NAME"}}'],
  ['assessor@Y54', 'POST', '/api/register/interests', '{"NAME":1}'],
  ['registrar@nhse', 'POST', '/api/register/interests/NAME/expiry', '{"on":"2014-06-12"}'],
  ['registrar@nhse', 'POST', '/api/register/roles/proposals/NAME', '{"action":"confirm","NAME":1}'],
  ['registrar@nhse', 'PUT', '/api/clock', '{"NAME":1}'],
];

const paths = [
  'NAME',
  'cases/NAME',
  'cases?state=NAME',
  'cases?workflow=NAME',
  'cases?round=NAME',
  'cases?waitingOn=NAME',
  'cases?cursor=NAME',
  'cases/:id?NAME=1',
  'cases/:id/NAME',
  'cases/:id/events?NAME=1',
  'cases/:id/diagram.svg?NAME=1',
  'queues/NAME',
  'queues?NAME=1',
  'queues/interest?NAME=1',
  'groups/NAME',
  'uptake?NAME=1',
  'arrangements/NAME',
  'documents/NAME',
  'events?NAME=1',
  'workflows/NAME/1',
  'workflows/NAME/1/description.md',
  'workflows/delegated-commissioning/NAME',
  'workflows/delegated-commissioning/1/events/NAME',
  'workflows/NAME/1/diagram.svg',
  'register/NAME',
  'register/ccgs?NAME=1',
  'register/ccgs?code=NAME',
  'register/practices?after=NAME',
  'register/rounds?NAME=1',
  'register/committees?organisation=NAME',
  'register/interests?person=NAME',
  'register/roles?subject=NAME',
  'register/roles?organisation=NAME',
  'register/imports/NAME',
];

describe('a name that every object has', () => {
  it.each(bodies)('%s: %s %s %s is as unknown as any other', async (persona, method, path, text) => {
    await isAsUnknown((name) =>
      to
        .as(persona)
        .send(method, path.replace(':id', id).replaceAll('NAME', name), text.replaceAll('NAME', name), headers()),
    );
  });

  it.each(paths)('is as unknown as any other in the address: %s', async (path) => {
    for (const persona of ['registrar@nhse', 'assessor@Y54'])
      await isAsUnknown((name) => to.as(persona).get(`/api/${path.replace(':id', id).replaceAll('NAME', name)}`));
  });

  it('is as unknown as any other problem', async () => {
    await isAsUnknown((name) => to.as('registrar@nhse').get(`/problems/${name}`));
  });

  it.each(['NAME', 'Practice Code,NAME,Male 0-4', 'Practice Code,Male 0-4,Male NAME'])(
    'is as unknown as any other column of a file: %s',
    async (head) => {
      await isAsUnknown(async (name) => {
        const text = `${head.replaceAll('NAME', name)}\nA81001,1,2\nNAME,1,2\n`.replaceAll('NAME', name);
        const query = 'kind=list-sizes&on=2014-06-01';
        const answer = await to
          .as('registrar@nhse')
          .send('POST', `/api/register/imports?${query}`, text, { 'content-type': 'text/csv' });
        // What tells one upload from another is left out.
        const { counts, samples, type } = answer.body as Body & { counts: unknown; samples: unknown };
        return { ...answer, body: { counts, samples, type } as unknown as Body };
      });
    },
  );

  it('has changed no object', () => {
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(names.slice(1).sort());
  });
});
