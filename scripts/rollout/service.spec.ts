import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Api, ServiceGone } from './api.js';
import { says } from '../../demonstration/story/scene.js';
import { Agenda } from './agenda.js';
import { HttpHand, Unexpected, type Count } from './hand.js';
import { attempt } from './provoked.js';
import { CannotRun } from './own-service.js';
import { assertFit } from './service.js';

type Reply = readonly [status: number, body: unknown, headers?: Readonly<Record<string, string>>];

const servers: Server[] = [];
const apis: Api[] = [];
afterEach(() => {
  for (const api of apis.splice(0)) api.close();
  for (const server of servers.splice(0)) server.close();
});

/** A service that answers as told, and its own issuer, which knows everybody. */
async function answering(reply: (request: IncomingMessage) => Reply): Promise<Api> {
  const server = createServer((request, response) => {
    const [status, body, headers] = request.url === '/token' ? [200, { access_token: 'x' }] : reply(request);
    response.writeHead(status, headers).end(JSON.stringify(body));
  });
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const api = new Api(url, url);
  apis.push(api);
  return api;
}

const registrar = { roles: ['registrar'] };
const fit: Readonly<Record<string, Reply>> = {
  '/api/me': [200, registrar],
  '/api/clock': [200, { now: '2014-05-09T09:00:00.000Z' }],
  '/api/register/ccgs': [200, { ccgs: Array.from({ length: 209 }) }],
  '/api/cases?limit=1': [200, { cases: [] }],
};
const service = (other: Readonly<Record<string, Reply>>) =>
  answering(({ url = '' }) => ({ ...fit, ...other })[url] ?? [404, {}]);

describe('the service that a rollout runs on', () => {
  it('fits with a simulated clock at the start, the invented register, and no cases', async () => {
    await expect(assertFit(await service({}))).resolves.toBeUndefined();
  });

  it.each<[string, Readonly<Record<string, Reply>>, RegExp]>([
    ['runs on system time', { '/api/clock': [404, {}] }, /Expected a simulated clock, found system time/],
    [
      'is past the start',
      { '/api/clock': [200, { now: '2014-05-10T00:00:01.000Z' }] },
      /found it at 2014-05-10T00:00:01/,
    ],
    ['has another register', { '/api/register/ccgs': [200, { ccgs: [1] }] }, /found 1 CCGs/],
    ['has cases', { '/api/cases?limit=1': [200, { cases: [1] }] }, /Expected no cases yet, found some/],
    ['does not trust the issuer', { '/api/me': [401, {}] }, /found status 401/],
  ])('does not fit when it %s, and the command that mends it is named', async (_, other, words) => {
    const fault: unknown = await assertFit(await service(other)).catch((thrown: unknown) => thrown);
    expect(fault).toBeInstanceOf(CannotRun);
    expect(String(fault)).toMatch(words);
    expect(String(fault)).toContain('REMIT_CLOCK=simulated:2014-05-09T09:00:00Z REMIT_SEED=register');
  });

  it('cannot be used when nothing answers there', async () => {
    const api = await service({});
    servers.splice(0).forEach((server) => server.close());
    await expect(assertFit(api)).rejects.toThrow(CannotRun);
  });
});

const [now, officer] = [new Date('2014-06-12T10:00:00.000Z'), 'officer@00C'];
const beginning = { to: 'begin', at: now, who: officer, type: 'InterestExpressed', workflow: 'w', data: {} } as const;

describe('a request', () => {
  it('is sent again unchanged, with the same key, when the service could not take it', async () => {
    const keys: unknown[] = [];
    const api = await answering(({ headers }) => {
      keys.push(headers['idempotency-key']);
      return keys.length < 3 ? [503, {}, { 'retry-after': '0' }] : [201, {}, { location: '/api/cases/7', etag: '"0"' }];
    });
    await new HttpHand(api, '', { votes: 0, refused: [] }, new Agenda()).say(beginning);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
  });

  it('is given up when the service never takes it', async () => {
    const api = await answering(() => [503, {}, { 'retry-after': '0' }]);
    await expect(api.ask('registrar@nhse', 'GET', '/api/me')).rejects.toThrow(ServiceGone);
  });
});

describe('the hand', () => {
  const begun: Reply = [201, {}, { location: '/api/cases/7', etag: '"0"' }];
  const onCase = async (reply: (request: IncomingMessage) => Reply): Promise<[HttpHand, Count]> => {
    const ofRegister: Reply = [200, { ccgs: [{ constitution: { version: 1 } }] }];
    const api = await answering((request) => {
      if (request.url === '/api/cases') return begun;
      return request.url?.startsWith('/api/register/') ? ofRegister : reply(request);
    });
    const count: Count = { votes: 0, refused: [] };
    const hand = new HttpHand(api, '00C', count, new Agenda());
    await hand.say(beginning);
    return [hand, count];
  };
  const leaving = says(now, officer, 'ApplicationWithdrawn');

  it('goes on from the newest revision that anybody’s answer has shown', async () => {
    const seen: unknown[] = [];
    const [hand] = await onCase(({ headers }) => {
      seen.push(headers['if-match']);
      return [201, {}, { etag: seen.length === 1 ? '"5"' : '"4"' }];
    });
    for (const type of ['A', 'B', 'C']) await hand.say(says(now, officer, type));
    expect(seen).toEqual(['"0"', '"5"', '"5"']);
  });

  it('breaks off at a refusal that nobody expected, and says which rule it was', async () => {
    const [hand] = await onCase(() => [409, { rule: 'R-34', detail: 'The terms must be signed.' }]);
    await expect(hand.say(says(now, officer, 'AgreementSigned'))).rejects.toThrow(
      new Unexpected('AgreementSigned by officer@00C: expected 201, found 409 R-34 The terms must be signed.'),
    );
  });

  it('counts a refusal that was provoked, and breaks off when another rule refuses', async () => {
    const [hand, { refused }] = await onCase(() => [409, { rule: 'R-60' }]);
    await hand.say(attempt(leaving, 'leaves', 409, 'R-60'));
    expect(refused).toMatchObject([{ ccg: '00C', what: 'leaves', because: 'R-60', onRecord: true }]);
    const otherwise = attempt(leaving, 'leaves', 409, 'R-55');
    await expect(hand.say(otherwise)).rejects.toThrow(/expected 409 R-55, found 409 R-60/);
  });

  it('breaks off when what must be refused is taken', async () => {
    const [hand] = await onCase(() => [201, {}, { etag: '"1"' }]);
    await expect(hand.say(attempt(leaving, 'leaves', 409))).rejects.toThrow(Unexpected);
  });
});
