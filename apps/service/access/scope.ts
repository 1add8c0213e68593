import type { Register } from '../../../libs/register/index.js';
import type { Scope } from '../../../libs/views/index.js';
import { seesEverything, type Asker } from './asker.js';

/** What somebody may see in lists, for the views to keep to. */
export function scopeOf(asking: Asker, register: Register): Scope {
  if (seesEverything(asking)) return { all: true };
  const of = (...roles: readonly string[]): readonly string[] =>
    asking.grants.filter(({ role }) => roles.includes(role)).map(({ organisation }) => organisation);
  const practices = of('practice-representative');
  const home = practices.flatMap((code) => register.practice(code)?.ccg ?? []);
  return {
    ccgs: [...of('ccg-officer', 'result-verifier'), ...home],
    regions: [...of('regional-assessor')],
    practices: [...practices],
  };
}
