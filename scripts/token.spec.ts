import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startIdentity, type Identity } from '../apps/identity/index.js';
import { apiAudience, bearerVerifier } from '../libs/access/index.js';
import { token } from './token.js';

let identity: Identity;
beforeAll(async () => {
  identity = await startIdentity({ port: 0 });
});
afterAll(() => identity.close());

describe('npm run token', () => {
  it('prints a bearer token that the API takes, and nothing else', async () => {
    const { status, out, err } = await token(['officer@00C'], { REMIT_ISSUER: identity.issuer });
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    const verify = bearerVerifier({ issuer: identity.issuer, audience: apiAudience });
    expect(await verify(out.trim())).toMatchObject({ ok: true, person: { subject: 'officer@00C' } });
  });

  it('asks the issuer it is told, rather than that of the environment', async () => {
    const args = ['--issuer', `${identity.issuer}/`, 'auditor@nhse'];
    expect(await token(args, { REMIT_ISSUER: 'http://127.0.0.1:1' })).toMatchObject({ status: 0 });
  });

  it('asks on the port that the environment gives the development identity', async () => {
    const { port } = new URL(identity.issuer);
    expect(await token(['officer@00C'], { REMIT_IDENTITY_PORT: port })).toMatchObject({ status: 0 });
    expect(await token(['officer@00C'], { REMIT_IDENTITY_PORT: 'x' })).toMatchObject({ status: 2 });
  });

  it('lists the allowed shapes when the persona has none of them', async () => {
    const { status, out, err } = await token(['chair@00C'], {});
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain('"chair@00C" is not a persona');
    expect(err).toContain(
      'job: officer, practice, verifier, assessor, constitution, committee, panel, auditor, registrar',
    );
    expect(err).toContain('a CCG (00C), a practice (A81001), a region (Y54) or nhse');
  });

  it.each([[[]], [['officer@00C', 'auditor@nhse']], [['--isuer', 'x', 'officer@00C']], [['officer@00C', '--issuer']]])(
    'says how it is used when it gets %j',
    async (args) => {
      expect(await token(args, {})).toMatchObject({
        status: 2,
        out: '',
        err: expect.stringContaining('Usage: npm run'),
      });
    },
  );

  it('refuses an issuer that is no address', async () => {
    const found = await token(['officer@00C'], { REMIT_ISSUER: 'file:///etc/passwd' });
    expect(found).toMatchObject({ status: 2, out: '', err: expect.stringContaining('allowed: an http or https') });
  });

  it('names the command that starts the identity when none runs', async () => {
    const gone = await startIdentity({ port: 0 });
    await gone.close();
    const { status, out, err } = await token(['officer@00C'], { REMIT_ISSUER: gone.issuer });
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toBe(`The development identity does not answer at ${gone.issuer}.\nStart it with: npm start\n`);
  });

  it('says so when something else answers there', async () => {
    const other = createServer((_request, response) => response.writeHead(404).end('no'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const issuer = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    const found = await token(['officer@00C'], { REMIT_ISSUER: issuer });
    other.closeAllConnections();
    other.close();
    expect(found).toMatchObject({
      status: 1,
      out: '',
      err: expect.stringContaining('it is not the development identity'),
    });
  });
});
