import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../../libs/event-log/index.js';
import { seedRegister } from '../../demonstration/register/seed.js';
import { grantedIn, RegisterThen } from './grants.js';

const assessor = { subject: 'assessor@Y54', role: 'regional-assessor', organisation: 'Y54' };
const granted = (issuer: string) => ({ type: 'RoleGranted', data: { issuer, name: 'A. Assessor', ...assessor } });
const withdrawn = (issuer: string) => ({ type: 'RoleWithdrawn', data: { issuer, ...assessor } });

/** The seed, then one role that comes and goes, of two people of one name for a while. */
const facts = [
  ...seedRegister(),
  ...[withdrawn('development'), granted('other'), granted('development'), withdrawn('other'), withdrawn('development')],
  ...[granted('other'), withdrawn('nobody')],
].map((fact) => ({ ...fact, actor: { id: 'registrar@nhse' } }) as unknown as RecordedEvent);

describe('the timeline of grants', () => {
  it('says at every place what the register of that moment said', () => {
    const whole = new RegisterThen();
    facts.forEach((fact, index) => whole.take(fact, index + 1));
    const asked = [...whole.timeline.keys()].map((key) => {
      const [, subject = 0, role = 0, text = ''] = /^(\d+) (\d+) (.*)$/.exec(key) ?? [];
      const [first, second] = [Number(subject), Number(subject) + Number(role)];
      return [text.slice(0, first), text.slice(first, second), text.slice(second)] as const;
    });
    expect(asked.length).toBeGreaterThan(1_000);
    const then = new RegisterThen();
    const said = grantedIn(whole.timeline);
    facts.forEach((fact, index) => {
      then.take(fact, index + 1);
      // All grants now and then, and the one that comes and goes each time.
      const some =
        index % 200 === 0 || index === facts.length - 1 ? asked : asked.filter(([who]) => who === assessor.subject);
      const different = some.filter(
        ([subject, role, organisation]) =>
          said(subject, role, organisation, index + 2) !== then.register.holds(subject, role, organisation),
      );
      expect(different).toEqual([]);
    });
  });

  it('knows every grant there is in the end', () => {
    const whole = new RegisterThen();
    facts.forEach((fact, index) => whole.take(fact, index + 1));
    const { register } = whole;
    const held = [...register.ccgs().map(({ code }) => ['ccg-officer', code] as const), ['auditor', 'nhse'] as const];
    const said = grantedIn(whole.timeline);
    for (const [role, organisation] of held) {
      const subjects = register.holding(role, organisation);
      expect(subjects.length).toBeGreaterThan(0);
      for (const subject of subjects) expect(said(subject, role, organisation, facts.length + 1)).toBe(true);
    }
  });
});
