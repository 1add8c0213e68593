import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  applyTogether,
  balloted,
  goesOn,
  joined,
  votersOf,
  type Application,
} from '../../../test/journeys/delegation.js';
import { at } from '../../../test/hand.js';
import { testService, type Body, type TestService } from '../../../test/service.js';
import { visitor, type Page } from '../../../test/visitor.js';

const ccgs = ['09V', '06W', '07H'];

let to: TestService<Body>;
let group: string;
let all: readonly Application[];
const rows = ({ dom }: Page): readonly (readonly string[])[] =>
  dom.querySelectorAll('tbody tr').map((row) =>
    row.querySelectorAll('th, td').map((cell) => {
      cell.querySelectorAll('.nhsuk-table__heading').forEach((heading) => heading.remove());
      return cell.text.replaceAll(/\s+/g, ' ').trim();
    }),
  );
const linksIn = ({ dom }: Page): readonly string[] =>
  dom.querySelectorAll('tbody a').map((link) => link.getAttribute('href') ?? '');

beforeAll(async () => {
  to = await testService<Body>();
  const together = await applyTogether(to, ccgs);
  ({ groupId: group, all } = together);
  for (const each of all.slice(1)) await joined(to, each);
  for (const each of all) await goesOn(to, each, 'under-way');
  await at(to, '2014-10-01T10:00:00.000Z');
}, 60_000);
afterAll(() => to.close());

describe('the page of a group', () => {
  it('shows its CCGs side by side, and leads to the cases that one sees', async () => {
    const [own, ...others] = all;
    const { first } = await visitor(to, own!.officer, `/groups/${group}`);
    expect(first.heading).toContain('3 CCGs together – delegated commissioning – round 1');
    expect(first.text).toContain('All of them apply.');
    expect(rows(first).map(([ccg]) => /\((\w+)\)/.exec(ccg ?? '–')?.[1])).toEqual(ccgs);
    expect(linksIn(first)).toContain(`/cases/${own!.id}`);
    for (const { id, ccg } of others) {
      expect(linksIn(first)).not.toContain(`/cases/${id}`);
      expect(linksIn(first)).toContain(`/ccgs/${ccg}`);
    }
  });

  it('says who has left and why, and who has still to say whether the others go on (R-17)', async () => {
    const [own, , leaving] = all;
    await goesOn(to, leaving!, 'engaged');
    await balloted(to, leaving!, '2014-10-15T17:00:00.000Z', { against: votersOf(to, leaving!.ccg) });
    const { first } = await visitor(to, own!.officer, `/groups/${group}`);
    expect(first.text).toContain(
      'A CCG left. The 2 that are left go on only if each of them and NHS England agree (R-17).',
    );
    expect(first.dom.querySelector('.nhsuk-summary-list')!.text).toContain('The members said no.');
    const byCcg = (page: Page, ccg: string) => rows(page).find(([name]) => name!.includes(`(${ccg})`));
    // How another CCG's members voted is told no further than what came of it.
    expect(byCcg(first, leaving!.ccg)!.slice(1)).toEqual(['Has left', 'Ended', 'Not asked', 'Not asked']);
    expect(byCcg(first, own!.ccg)!.slice(3)).toEqual(['Has not said yet', 'Has not said yet']);
    const seen = await visitor(to, 'auditor@nhse', `/groups/${group}`);
    expect(byCcg(seen.first, leaving!.ccg)![2]).toBe('Defeated');
    expect(linksIn(seen.first)).toContain(`/cases/${leaving!.id}/ballot/1`);
  });

  it('is not there for others', async () => {
    for (const persona of ['officer@00C', `practice@${votersOf(to, ccgs[0]!)[0]!}`])
      expect((await visitor(to, persona, `/groups/${group}`)).first.status).toBe(404);
    const { get } = { get: (path: string) => visitor(to, 'auditor@nhse', path) };
    expect((await get('/groups/none')).first.status).toBe(404);
  });
});
