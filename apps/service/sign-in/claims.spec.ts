/** Any provider of OpenID Connect, and NHS CIS2, which tells who somebody is in claims of its own. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testProvider, type Lies, type TestProvider } from '../../../test/provider.js';
import { testService, type TestService } from '../../../test/service.js';
import { stranger, type Page } from '../../../test/visitor.js';

let provider: TestProvider;
let to: TestService;
beforeAll(async () => {
  provider = await testProvider();
  const pages = { client: { clientId: 'remit', claims: 'cis2' } } as const;
  to = await testService({ more: { issuer: provider.issuer, pages } });
});
afterAll(async () => {
  await to.close();
  await provider.close();
});

const role = (person_roleid: string, org_code: string) => ({
  person_orgid: '1',
  person_roleid,
  org_code,
  role_code: 'S0010:G0020:R8008',
});

async function signIn(lies: Partial<Lies>): Promise<Page> {
  provider.lies = { subject: 'officer@00C', ...lies };
  return stranger(to).get('/acting-as');
}

describe('with CIS2', () => {
  it('it is asked for the roles there, and for a sign-in that is sure enough', async () => {
    const begun = await fetch(`${to.url}/sign-in`, { redirect: 'manual' });
    const asked = new URL(begun.headers.get('location')!).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      scope: 'openid profile nationalrbacaccess',
      acr_values: 'AAL2_OR_AAL3_ANY',
      code_challenge_method: 'S256',
      response_type: 'code',
    });
    expect(['state', 'nonce', 'code_challenge'].map((name) => asked.get(name)?.length)).toEqual([43, 43, 43]);
  });

  it.each<readonly [string, Record<string, unknown>, number]>([
    [
      'of the organisation of the role that was chosen',
      { nhsid_nrbac_roles: [role('1', '00C'), role('2', '01A')], selected_roleid: '1' },
      200,
    ],
    ['of any organisation, where none was chosen', { nhsid_nrbac_roles: [role('1', '01A'), role('2', '00C')] }, 200],
    ['of another organisation', { nhsid_nrbac_roles: [role('1', '00C'), role('2', '01A')], selected_roleid: '2' }, 403],
    ['without any role there', {}, 403],
    ['with roles that make no sense', { nhsid_nrbac_roles: ['00C', null, { org_code: 1 }, {}] }, 403],
    [
      'with a sign-in that was not sure enough',
      { nhsid_nrbac_roles: [role('1', '00C')], authentication_assurance_level: '1' },
      403,
    ],
    ['with one that was', { nhsid_nrbac_roles: [role('1', '00C')], authentication_assurance_level: '3' }, 200],
  ])('somebody acts here in the roles of the register, %s', async (_, userInfo, status) => {
    expect((await signIn({ userInfo })).status).toBe(status);
  });

  it('NHS England is who has its code', async () => {
    const national = await signIn({ subject: 'committee@nhse', userInfo: { nhsid_nrbac_roles: [role('1', 'X24')] } });
    expect([national.status, national.text.includes('NHS England')]).toEqual([200, true]);
  });

  it('what is said of somebody else is not taken for theirs', async () => {
    const userInfo = { sub: 'officer@01A', nhsid_nrbac_roles: [role('1', '00C')] };
    expect((await signIn({ userInfo })).status).toBe(403);
  });
});
