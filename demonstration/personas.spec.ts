import { describe, expect, it } from '@jest/globals';
import { persona, suggested } from './personas.js';

describe('a persona', () => {
  it.each([
    'officer@00C',
    'practice@A81001',
    'practice@Y00001',
    'verifier@99M',
    'assessor@Y54',
    'panel-3@Y54',
    'constitution@nhse',
    'committee@nhse',
    'committee-2@nhse',
    'auditor-17@nhse',
    'registrar@nhse',
  ])('%s may sign in', (id) => {
    expect(persona(id)?.subject).toBe(id);
  });

  it('keeps the case of its organisation as given', () => {
    expect(persona('officer@00c')?.subject).toBe('officer@00c');
    expect(persona('officer@00C')?.subject).toBe('officer@00C');
  });

  it.each([
    '',
    'officer',
    '@00C',
    'officer@',
    'Officer@00C',
    'chair@00C',
    'officer@0C',
    'officer@000C',
    'practice@Z81001',
    'practice@A8100',
    'practice@A810011',
    'assessor@X54',
    'committee-0@nhse',
    'committee-02@nhse',
    'committee-@nhse',
    'committee-100000@nhse',
    'officer@00C ',
    'officer@00C\n',
    'officer@00C@nhse',
    '__proto__@nhse',
  ])('%j is nobody', (id) => {
    expect(persona(id)).toBeUndefined();
  });

  it('has the same invented name every time, and another than their colleague', () => {
    expect(persona('committee@nhse')?.name).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
    expect(persona('committee@nhse')).toEqual(persona('committee@nhse'));
    expect(persona('committee@nhse')?.name).not.toBe(persona('committee-2@nhse')?.name);
  });

  it('of each job is suggested', () => {
    expect(new Set(suggested.map(({ subject }) => subject.split(/[-@]/)[0])).size).toBe(9);
  });
});
