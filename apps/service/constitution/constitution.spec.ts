import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as forms from '../../../demonstration/forms.js';
import { acts, at } from '../../../test/hand.js';
import { goesOn, underWay, type Application } from '../../../test/journeys/delegation.js';
import { testService, type Body, type TestService } from '../../../test/service.js';
import { visitor, type Page } from '../../../test/visitor.js';

const reviewer = 'constitution@nhse';
const script = '<script>alert(1)</script>';

let to: TestService<Body>;
let application: Application;
const path = (query = ''): string => `/cases/${application.id}/constitution${query}`;
const proposes = (version: number, basedOn: number, more: object = {}) =>
  acts(to, application.officer, application.id, 'AmendmentProposed', { ...forms.amendment(version, basedOn), ...more });
const links = ({ dom }: Page): readonly string[] =>
  dom.querySelectorAll('main a').map((link) => link.getAttribute('href') ?? '');
const textsOf = ({ dom }: Page, selector: string): readonly string[] =>
  dom.querySelectorAll(selector).map(({ text }) => text.replaceAll(/\s+/g, ' ').trim());

beforeAll(async () => {
  to = await testService<Body>();
  application = await underWay(to, '08C');
  await at(to, '2014-10-01T10:00:00.000Z');
  await goesOn(to, application, 'engaged');
}, 60_000);
afterAll(() => to.close());

describe('the constitution of a CCG that applies', () => {
  it('says what is in force, and what will appear, before anything is proposed', async () => {
    const { first } = await visitor(to, application.officer, path());
    expect(first.heading).toMatch(/Constitution$/);
    expect(first.text).toContain('No amendment has been proposed.');
    expect(first.text).toContain('Version 1, since 1 April 2013.');
    expect(first.text).toContain('Carried when');
    expect(links(first)).toContain(`/cases/${application.id}/do/AmendmentProposed`);
    expect(first.dom.querySelector('#compared')).toBeNull();
  });

  it('shows the versions as a tree, and lays two side by side with the differences marked', async () => {
    await proposes(2, 1, { clauses: `6.4: the committee has five members. ${script}` });
    await proposes(3, 2, { clauses: `6.4: the committee has seven members. ${script}` });
    await proposes(4, 1, { material: true, clauses: '6.5: something else altogether.', ballotRequired: false });
    const { first, ...browser } = await visitor(to, reviewer, path());
    expect(first.text).toContain('3 versions have been proposed, and 3 wait for a decision by NHS England.');
    // Version 3 stands within the branch of version 2.
    expect(textsOf(first, '.remit-versions__branch .remit-versions__branch a')).toEqual(['Version 3']);
    expect(first.text).toContain('It is material, so the members must vote on it (R-21).');
    expect(first.text).toContain('Under it members need not be balloted.');

    const compared = await browser.get(path());
    expect(textsOf(compared, '#compared')).toEqual(['Version 3 beside version 2']);
    const marked = (element: string) => textsOf(compared, `.remit-compared ${element}`);
    expect([marked('del'), marked('ins')]).toEqual([['[only in version 2: five]'], ['[only in version 3: seven]']]);
    expect(textsOf(compared, '.remit-compared__text .remit-versions__clauses')).toEqual([
      `6.4: the committee has [only in version 2: five] members. ${script}`,
      `6.4: the committee has [only in version 3: seven] members. ${script}`,
    ]);
    expect(compared.dom.querySelectorAll('main script')).toEqual([]);
    expect(textsOf(await browser.get(path('?before=2&after=4')), '#compared')).toEqual(['Version 4 beside version 2']);
  });

  it('leads the reviewer to each decision, and nobody else', async () => {
    const decide = (type: string, version: number) => `/cases/${application.id}/do/${type}?version=${version}`;
    const { first } = await visitor(to, reviewer, path());
    expect(links(first)).toEqual(
      expect.arrayContaining([decide('AmendmentApproved', 3), decide('AmendmentRefused', 2)]),
    );
    const officer = await visitor(to, application.officer, path());
    expect(links(officer.first).filter((href) => href.includes('?version='))).toEqual([]);
  });

  it('shows each decision with its reasons, who made it, and what is to be changed', async () => {
    await acts(to, reviewer, application.id, 'AmendmentReturned', forms.amendmentReturned(4));
    await acts(to, reviewer, application.id, 'AmendmentApproved', forms.amendmentApproved(3));
    const { first } = await visitor(to, application.officer, path());
    expect(textsOf(first, '.remit-version h2')).toEqual([
      'Version 2 Replaced',
      'Version 3 Approved',
      'Version 4 Returned',
    ]);
    expect(first.text).toMatch(/Approved by .+ at .+, with these reasons: Lawful and clear\./);
    expect(first.text).toContain('To be changed: State the quorum of the committee.');
    expect(first.text).toContain('A version that rests on it was approved');
    expect(first.text).toContain('3 versions have been proposed, and all are decided.');
  });

  it('is told of versions that are not there, and of numbers that are none, in words', async () => {
    const browser = await visitor(to, application.officer, path());
    const nothing = await browser.get(path('?after=99'));
    expect([nothing.status, nothing.dom.querySelector('#compared')]).toEqual([200, null]);
    const wrong = await browser.get(path('?before=two'));
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Enter the number of the version to compare with as a whole number');
  });

  it('is not for members, other CCGs, or other regions', async () => {
    const [member] = to.service.ledger.register.rollOf('08C', '2014-10-01');
    for (const persona of [`practice@${member!.practice}`, 'officer@00C', 'assessor@Y54'])
      expect([persona, (await visitor(to, persona, path())).first.status]).toEqual([persona, 404]);
  });
});
