import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { memoryLog } from '../../../libs/event-log/memory.js';
import { testService, type TestService } from '../../../test/service.js';
import { visitor, type Page } from '../../../test/visitor.js';

let to: TestService;
beforeAll(async () => {
  to = await testService({ seed: 'demo', now: '2026-11-22T10:00:00.000Z', log: memoryLog() });
});
afterAll(() => to.close());

const at = async (persona: string, path = '/delegations') => (await visitor(to, persona, path)).first;
const rowOf = ({ dom }: Page, ccg: string) =>
  dom.querySelectorAll('tbody tr').find((row) => row.text.includes(`(${ccg})`))!;
const actsIn = (row: ReturnType<typeof rowOf>) =>
  row.querySelectorAll('a').flatMap((link) => /\/do\/(\w+)$/.exec(link.getAttribute('href')!)?.[1] ?? []);

describe('delegations in force', () => {
  it('are told with their functions, what is suspended or proposed, and what NHS England may do', async () => {
    const page = await at('committee@nhse');
    expect(page.heading).toBe('Delegations in force');
    expect(page.dom.querySelectorAll('tbody tr')).toHaveLength(4);
    const suspended = rowOf(page, '06Q');
    expect(suspended.text.replaceAll(/\s+/g, ' ')).toMatch(
      /1 Apr 2026 5 of 8 .*Suspended Approving discretionary payments/,
    );
    expect(actsIn(suspended)).toEqual([
      'DelegationReviewed',
      'ConditionsImposed',
      'VariationProposed',
      'FunctionsSuspended',
      'FunctionsRestored',
      'DelegationRevoked',
    ]);
    expect(rowOf(page, '08J').text).toContain('A variation is proposed by the CCG officer');
    expect(actsIn(rowOf(page, '08J'))).toContain('DelegationVaried');
    expect(actsIn(rowOf(page, '00K'))).not.toContain('FunctionsRestored');
  });

  it('are the region’s own for its assessors, who review them and end none', async () => {
    const pages = await Promise.all(['Y54', 'Y55', 'Y56', 'Y57'].map((region) => at(`assessor@${region}`)));
    expect(pages.reduce((sum, { dom }) => sum + dom.querySelectorAll('tbody tr').length, 0)).toBe(4);
    for (const { dom } of pages)
      for (const row of dom.querySelectorAll('tbody tr')) expect(actsIn(row)).toEqual(['DelegationReviewed']);
  });

  it('are the CCG’s own for its officers; members find none', async () => {
    const own = await at('officer@06Q');
    expect(own.dom.querySelectorAll('tbody tr')).toHaveLength(1);
    expect(actsIn(rowOf(own, '06Q'))).toEqual(['VariationProposed']);
    expect((await at('officer@00C')).text).toContain('No delegation is in force. One appears here at go-live');
    expect((await at('practice@A81001')).status).toBe(403);
  });

  it('are filtered by what is so of them, and had as a file', async () => {
    expect((await at('auditor@nhse', '/delegations?only=suspended')).dom.querySelectorAll('tbody tr')).toHaveLength(1);
    expect((await at('auditor@nhse', '/delegations?only=variation')).text).toContain('NHS Tarrelholme');
    expect((await at('auditor@nhse', '/delegations?only=ending')).text).toContain('No delegation in force matches');
    expect((await at('auditor@nhse', '/delegations?only=all')).status).toBe(422);
    expect((await at('auditor@nhse', '/delegations.csv')).html.trim().split('\r\n')).toHaveLength(5);
  });

  it('that are to end say from when, and are gone from that day on', async () => {
    const committee = to.as('committee@nhse');
    const row = rowOf(await at('committee@nhse'), '03R');
    const id = row.querySelector('a')!.getAttribute('href')!.replace('/cases/', '');
    const said = { authority: 'Section 13Z', reasons: '<script>alert(1)</script>', effectiveOn: '2026-12-31' };
    expect((await committee.act(id, 'DelegationRevoked', said)).status).toBe(201);
    const page = await at('committee@nhse', '/delegations?only=ending');
    expect(page.text).toContain('Revoked from 31 Dec 2026');
    expect(actsIn(rowOf(page, '03R'))).toContain('RevocationWithdrawn');
    await to.until('2027-01-02T10:00:00.000Z');
    expect((await at('committee@nhse')).dom.querySelectorAll('tbody tr')).toHaveLength(3);
  });
});
