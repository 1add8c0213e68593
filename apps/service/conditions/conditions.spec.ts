import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { memoryLog } from '../../../libs/event-log/memory.js';
import { testService, type TestService } from '../../../test/service.js';
import { visitor } from '../../../test/visitor.js';

let to: TestService;
beforeAll(async () => {
  to = await testService({ seed: 'demo', now: '2026-11-22T10:00:00.000Z', log: memoryLog() });
});
afterAll(() => to.close());

const at = async (persona: string, path = '/conditions') => (await visitor(to, persona, path)).first;

describe('open conditions over all cases', () => {
  it('tell what, whose, by when and of which case, and lead whoever reviews them to it', async () => {
    const page = await at('committee@nhse');
    expect(page.heading).toBe('Conditions');
    const [row, ...others] = page.dom.querySelectorAll('tbody tr');
    expect(others).toEqual([]);
    expect(row!.text.replaceAll(/\s+/g, ' ')).toMatch(
      /Mar 2027 Appoint a second lay member ?Condition 1 .* Chair of the governing body NHS Kestlehythe CCG \(03X\)/,
    );
    const links = row!.querySelectorAll('a').map((link) => link.getAttribute('href'));
    expect(links[1]).toBe(`${links[0]!}/do/ConditionDischarged?condition=1`);
    const { status } = await (await visitor(to, 'committee@nhse')).get(links[1]!);
    expect(status).toBe(200);
  });

  it('are shown to those who see the case, and reviewed by whoever imposed them', async () => {
    for (const persona of ['auditor@nhse', 'registrar@nhse', 'officer@03X']) {
      const page = await at(persona);
      expect([persona, page.dom.querySelectorAll('tbody tr').length]).toEqual([persona, 1]);
      expect(page.html).not.toContain('ConditionDischarged');
    }
    const elsewhere = await at('officer@00C');
    expect(elsewhere.text).toContain('No condition is open. One appears here when');
    expect(elsewhere.text).not.toContain('Kestlehythe');
    expect((await at('practice@A81001')).status).toBe(403);
    expect((await at('officer@00C', '/conditions.csv')).html.trim().split('\r\n')).toHaveLength(1);
  });

  it('are filtered, and had as a file', async () => {
    expect((await at('committee@nhse', '/conditions?due=overdue')).text).toContain('No open condition matches');
    expect((await at('committee@nhse', '/conditions?level=L2')).text).toContain('No open condition matches');
    expect((await at('committee@nhse', '/conditions?level=L3')).text).toContain('1 open');
    expect((await at('committee@nhse', '/conditions?level=none')).status).toBe(422);
    const file = await at('committee@nhse', '/conditions.csv');
    expect(file.html).toMatch(
      /"03X","NHS Kestlehythe CCG",.*,1,"Appoint a second lay member","Chair of the governing body","2027-03/,
    );
  });

  it('are late once their day is over', async () => {
    await to.until('2027-03-25T10:00:00.000Z');
    const page = await at('committee@nhse', '/conditions?due=overdue');
    expect(page.text).toMatch(/1 open, 1 late/);
    expect(page.text).toMatch(/\d days late/);
  });
});
