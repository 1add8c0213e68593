import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { suggested } from '../../demonstration/personas.js';
import { choosePage } from './pages.js';
import { peopleAt } from './people.js';

let service: Server;
let origin: string;
let answer: { readonly status?: number; readonly body: unknown; readonly location?: string };
const asked: string[] = [];
beforeEach(async () => {
  asked.length = 0;
  service = createServer((request, response) => {
    asked.push(request.url ?? 'none');
    if (answer.body === undefined) return;
    response.writeHead(answer.status ?? 200, { ...(answer.location && { location: answer.location }) });
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  });
  service.listen(0, '127.0.0.1');
  await once(service, 'listening');
  origin = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
});
afterEach(() => {
  service.closeAllConnections();
  service.close();
});

const ana = {
  subject: 'officer@00C',
  name: 'Ana Okafor',
  role: 'CCG officer',
  organisation: 'NHS Bramblelowe CCG',
  can: 'Open the ballot',
  about: 'delegated commissioning, due today',
  side: 'applicants',
};

describe('the people to choose from', () => {
  it('are those whom the service suggests, by what waits on them', async () => {
    answer = { body: { people: [ana, { ...ana, subject: 'assessor@Y54', side: 'approvers', about: undefined }] } };
    const people = await peopleAt(origin);
    expect(asked).toEqual(['/development/people']);
    const page = choosePage(people);
    expect(page).toContain('Open the ballot');
    expect(page).toContain('Delegated commissioning, due today.');
    expect(page).toContain('CCG officer, NHS Bramblelowe CCG');
    expect(page).toContain('value="officer@00C"');
    expect(page).toContain('Sign in as Ana Okafor');
    expect([...page.matchAll(/<h2>([^<]+)/g)].map(([, name]) => name)).toEqual([
      'Apply and vote',
      'Assess and decide',
      'Somebody else',
    ]);
  });

  it.each([
    ['is not there', { status: 404, body: '{"title":"Not found"}' }],
    ['says something else', { body: '<html>' }],
    ['says nothing of people', { body: {} }],
    ['names nobody', { body: { people: [] } }],
    [
      'names those who are none',
      {
        body: {
          people: [
            null,
            1,
            {},
            { ...ana, subject: 'root' },
            { ...ana, side: 'x' },
            { ...ana, can: 1 },
            { ...ana, can: 'x'.repeat(301) },
          ],
        },
      },
    ],
    ['leads elsewhere', { status: 302, body: 'x', location: 'https://elsewhere.example/' }],
    ['says nothing at all', { body: undefined }],
  ])('are one of each job where the service %s', async (_, said) => {
    answer = said;
    expect(await peopleAt(origin)).toEqual(suggested);
    expect(choosePage(suggested)).toContain('value="committee-2@nhse"');
  });

  it('are one of each job where nobody answers', async () => {
    service.close();
    service.closeAllConnections();
    expect(await peopleAt(origin)).toEqual(suggested);
  });

  it('are shown as text, whatever they are called, and are not without end', async () => {
    const marked = {
      ...ana,
      name: '<script>alert(1)</script>',
      can: '"><img src=x>',
      about: "'&lt;",
      organisation: '<b>',
    };
    answer = { body: { people: Array.from({ length: 500 }, () => marked) } };
    const people = await peopleAt(origin);
    expect(people).toHaveLength(24);
    expect(choosePage(people)).not.toMatch(/<script|<img|<b>/);
  });
});
