import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMain, type Started } from './start.js';

// Each test starts a whole process or two, from the sources.
jest.setTimeout(90_000);

let data: string;
const running: Started[] = [];
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'remit-main-'));
});
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
  rmSync(data, { recursive: true, force: true });
});

const started = (variables: Readonly<Record<string, string>>): Started => {
  const main = startMain({ REMIT_DATA: data, ...variables });
  running.push(main);
  return main;
};
const development = { NODE_ENV: 'development', REMIT_SEED: 'none' };

/** Nobody answers at an address. */
const isGone = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => false,
    () => true,
  );

describe('the program', () => {
  it('is in production where nobody says otherwise: it starts no identity and loads nothing invented', async () => {
    const main = started({});
    expect(await main.ended()).toBe(2);
    expect(main.said()).toMatch(/REMIT_ISSUER is not set; in production the development identity is refused/);
    expect(readdirSync(data)).toEqual([]);
  });

  it('does not start in production with a client that cannot show who it is, and shows nothing of its key', async () => {
    const file = join(data, 'client-key.pem');
    writeFileSync(file, 's3cret');
    const main = started({
      REMIT_ISSUER: 'https://id.example.org',
      REMIT_URL: 'https://remit.example.org',
      REMIT_CLIENT_ID: 'remit',
      REMIT_CLIENT_KEY: file,
    });
    expect(await main.ended()).toBe(2);
    expect(main.said()).toContain(`REMIT_CLIENT_KEY: ${file} holds no private key, as a JWK or as PEM.`);
    expect(main.said()).not.toContain('s3cret');
    expect(readdirSync(data)).toEqual(['client-key.pem']);
  });

  it('keeps what it writes for its own user alone, whatever was there before', async () => {
    const before = started(development);
    await before.says(/documentation +(\S+)\/api\/docs/);
    expect(await before.stop()).toBe(0);
    for (const name of ['events.sqlite', 'views.sqlite']) chmodSync(join(data, name), 0o644);
    const main = started(development);
    const [, url = ''] = await main.says(/documentation +(\S+)\/api\/docs/);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    const open = readdirSync(data, { recursive: true, encoding: 'utf8' }).filter(
      (name) => (statSync(join(data, name)).mode & 0o077) !== 0,
    );
    expect(open).toEqual([]);
    expect(readdirSync(data)).toEqual(expect.arrayContaining(['events.sqlite', 'views.sqlite']));
  });

  it('stops when it is told, and its identity with it', async () => {
    const main = started(development);
    const [, url = ''] = await main.says(/documentation +(\S+)\/api\/docs/);
    const [, issuer = ''] = await main.says(/Development identity +(\S+)/);
    expect(await isGone(`${issuer}/.well-known/openid-configuration`)).toBe(false);
    expect(await main.stop()).toBe(0);
    expect([await isGone(`${url}/health/live`), await isGone(issuer)]).toEqual([true, true]);
  });
});

describe('a start that fails leaves nothing up', () => {
  it('when its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const main = started({ ...development, REMIT_PORT: String(port) });
    expect(await main.ended()).toBe(1);
    expect(main.said()).toMatch(/Remit cannot start: .*EADDRINUSE/);
    other.close();
  });

  it('when what it keeps is no log', async () => {
    writeFileSync(join(data, 'events.sqlite'), 'something else');
    const main = started(development);
    expect(await main.ended()).toBe(1);
    expect(main.said()).toMatch(/Remit cannot start: cannot open the log/);
  });

  it('when the invented data does not fit into the log', async () => {
    const first = started({ ...development, REMIT_SEED: 'register' });
    await first.says(/Remit is ready/);
    await first.stop();
    writeFileSync(join(data, 'seeding.json'), JSON.stringify({ what: 'demo', now: '2020-01-01T10:00:00.000Z' }));
    const second = started({ ...development, REMIT_SEED: 'demo' });
    expect(await second.ended()).toBe(1);
    expect(second.said()).toMatch(/Remit cannot start: /);
    expect(second.said()).not.toMatch(/Remit is ready/);
  });
});
