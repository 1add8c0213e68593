import type { Scope } from '../../../libs/views/index.js';
import { seesEverything, type Asker } from './asker.js';

/**
 * Whose cases somebody sees, from the roles they hold. Lists, queues, histories, the feed and commands all ask this, so that none of them
 * knows of a case what another does not. `homeOf`: the CCG that a practice is a member of today.
 */
export function scopeOf(asking: Asker, homeOf: (practice: string) => string | undefined): Scope {
  if (seesEverything(asking)) return { all: true };
  const of = (...roles: readonly string[]): readonly string[] =>
    asking.grants.filter(({ role }) => roles.includes(role)).map(({ organisation }) => organisation);
  return {
    ccgs: of('ccg-officer', 'result-verifier'),
    regions: of('regional-assessor'),
    homes: of('practice-representative').flatMap((practice) => homeOf(practice) ?? []),
    named: of('ccg-officer', 'practice-representative'),
  };
}
