/** Who records a fact of the register, and how it is answered. */
import type { Actor, RecordedEvent } from '../../../libs/event-log/index.js';
import type { Role } from '../../../libs/register/model.js';
import type { RuleId } from '../../../libs/workflow/index.js';
import type { Asker } from '../access/asker.js';
import { checkedKey, fingerprint, keyReused } from '../requests/keys.js';
import { Problem } from '../problems/problem.js';
import type { Recording, Registered } from '../casework/registering.js';

/** The first of these roles that the person holds, with the request's key. @throws Problem for whoever holds none, or a missing key */
export function recordingOf(
  asking: Asker,
  request: Parameters<typeof fingerprint>[0],
  key: string | undefined,
  ...roles: readonly [Role, ...Role[]]
): Recording {
  const actor = recorderOf(asking, roles);
  return { actor, key: checkedKey(key), command: fingerprint(request, asking) };
}

/** The person under the first of these roles that they hold. @throws Problem for whoever holds none */
export function recorderOf({ id, name, grants }: Asker, roles: readonly Role[]): Actor {
  const grant = grants.find(({ role }) => roles.includes(role));
  if (grant === undefined) throw new Problem('not-yours', `Only ${roles.join(' or ')} may do this.`);
  return { id, name, role: grant.role, organisation: grant.organisation };
}

/** What was recorded, and the cases it fell on. */
export interface Recorded {
  readonly events: readonly RecordedEvent[];
  readonly cases: readonly string[];
}

/** What was recorded, or the problem it was. `rule` is the one the register upholds here. */
export function registeredOr(registered: Registered, rule?: RuleId): Recorded {
  switch (registered.outcome) {
    case 'recorded':
      return { events: registered.events, cases: registered.cases };
    case 'refused':
      throw new Problem('rule', registered.meaning, rule ? { rule } : {});
    case 'key-reused':
      throw keyReused();
  }
}
