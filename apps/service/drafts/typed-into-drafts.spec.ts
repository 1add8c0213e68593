/** The whole way: a session ends while somebody fills in the pages of an act. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testService, type Body, type TestService } from '../../../test/service.js';
import { signInAs, visitor, type Page, type Visitor } from '../../../test/visitor.js';

let to: TestService<Body>;
let now = Date.now();
beforeAll(async () => {
  to = await testService<Body>({ more: { pages: { now: () => now } } });
});
afterAll(() => to.close());

const end = (): void => void (now += 31 * 60_000);
const fit = ({ dom }: Page): string | undefined => dom.querySelector('[name=fit]')?.text.trim();
const signOn = async (browser: Visitor, ended: Page, persona: string): Promise<Page> =>
  signInAs(browser, await browser.get(ended.dom.querySelector('main a.nhsuk-button')!.getAttribute('href')!), persona);

describe('somebody whose session ends in the middle of an act', () => {
  it('finds what they typed on the same page once they have signed in again', async () => {
    const path = '/apply/delegated-commissioning';
    const officer = await visitor(to, 'officer@00C', path);
    end();
    const ended = await officer.submit(officer.first, { fit: 'It fits <our> plan.' }, { action: path });
    expect([ended.status, ended.heading, ended.text.includes('What you typed is kept')]).toEqual([
      401,
      'You have been signed out',
      true,
    ]);
    const back = await signOn(officer, ended, 'officer@00C');
    expect([back.status, new URL(back.path).pathname, fit(back)]).toEqual([200, path, 'It fits <our> plan.']);
    // The form goes on as if nothing had been.
    const next = await officer.submit(back, {}, { action: path });
    expect(next.status).toBeLessThan(423);
    expect(fit(await officer.get(path))).toBe('It fits <our> plan.');
  });

  it('finds it on a case too', async () => {
    const { body } = await to.as('officer@01A').begin('01A');
    const path = `/cases/${body.id}/do/InterestAcknowledged`;
    const assessor = await visitor(to, 'assessor@Y54', path);
    end();
    const ended = await assessor.submit(assessor.first, { grounds: 'Sound finances.' }, { action: path });
    expect(ended.status).toBe(401);
    const back = await signOn(assessor, ended, 'assessor@Y54');
    expect([new URL(back.path).pathname, back.dom.querySelector('[name=grounds]')?.text.trim()]).toEqual([
      path,
      'Sound finances.',
    ]);
    expect(await to.log.headOf(`case-${body.id}`)).toBe(0);
  });

  it('finds it in what is told to the register', async () => {
    const path = '/register/change/closure/00C';
    const registrar = await visitor(to, 'registrar@nhse', path);
    expect(registrar.first.status).toBe(200);
    end();
    const ended = await registrar.submit(registrar.first, { 'on-year': '2099' }, { action: path });
    expect([ended.status, ended.text.includes('What you typed is kept')]).toEqual([401, true]);
    const back = await signOn(registrar, ended, 'registrar@nhse');
    const year = back.dom.querySelector('[name=on-year]')?.getAttribute('value');
    expect([new URL(back.path).pathname, year]).toEqual([path, '2099']);
  });

  it('shows it to nobody else', async () => {
    const path = '/apply/delegated-commissioning';
    const officer = await visitor(to, 'officer@01C', path);
    end();
    const ended = await officer.submit(officer.first, { fit: 'Ours alone.' }, { action: path });
    const other = await signOn(officer, ended, 'officer@01F');
    expect(other.html).not.toContain('Ours alone.');
    expect(fit(await officer.get(path))).not.toBe('Ours alone.');
  });

  it('loses nothing of what was typed into a page from before one signed in again', async () => {
    const path = '/apply/delegated-commissioning';
    const officer = await visitor(to, 'officer@02A', path);
    await officer.get(`/sign-in?to=${path}`).then((asked) => signInAs(officer, asked, 'officer@02A'));
    const again = await officer.submit(officer.first, { fit: 'From an old page.' }, { action: path });
    expect([again.status, new URL(again.path).pathname, fit(again)]).toEqual([200, path, 'From an old page.']);
  });
});
