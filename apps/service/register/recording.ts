/** Who records a fact of the register, and how it is answered. */
import type { FastifyRequest } from 'fastify';
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import type { RegisterFact } from '../../../libs/register/facts.js';
import type { Proposals } from '../../../libs/register/proposals.js';
import type { Role } from '../../../libs/register/model.js';
import type { RuleId } from '../../../libs/workflow/index.js';
import type { Asker } from '../access/asker.js';
import type { Commands } from '../casework/commands.js';
import { checkedKey, fingerprint, keyReused } from '../requests/keys.js';
import { Problem } from '../problems/problem.js';
import type { Recording, Registered } from '../casework/registering.js';

/** The first of these roles that the person holds, with the request's key. @throws Problem for whoever holds none, or a missing key */
export function recordingOf(
  asking: Asker,
  request: FastifyRequest,
  key: string | undefined,
  ...roles: readonly [Role, ...Role[]]
): Recording {
  const grant = asking.grants.find(({ role }) => roles.includes(role));
  if (grant === undefined) throw new Problem('not-yours', `Only ${roles.join(' or ')} may do this.`);
  const actor = { id: asking.id, name: asking.name, role: grant.role, organisation: grant.organisation };
  return { actor, key: checkedKey(key), command: fingerprint(request, asking) };
}

/** A proposal that waits for a second registrar. */
interface Pending<Proposal extends { readonly id: string }> {
  readonly id: string;
  readonly among: Proposals<Proposal>;
  /** The address that lists those that wait. */
  readonly listedAt: string;
  /** What it comes to. */
  readonly fact: (proposal: Proposal) => RegisterFact;
  readonly rule?: RuleId;
}

/** Settles a proposal. One that was settled is asked for again by whoever lost the answer. @throws Problem */
export async function settled<Proposal extends { readonly id: string }>(
  commands: Commands,
  by: Recording,
  { id, among, listedAt, fact, rule }: Pending<Proposal>,
): Promise<ReturnType<typeof registeredOr>> {
  const before = await commands.registeredBefore(by);
  if (before !== undefined) return registeredOr(before);
  const proposal = among.find(id);
  if (proposal === undefined)
    throw new Problem('not-found', `There is no such proposal waiting. ${listedAt} lists those that do.`);
  return registeredOr(await commands.register([fact(proposal)], by), rule);
}

/** What was recorded, or the problem it was. `rule` is the one the register upholds here. */
export function registeredOr(
  registered: Registered,
  rule?: RuleId,
): { readonly events: readonly RecordedEvent[]; readonly cases: readonly string[] } {
  switch (registered.outcome) {
    case 'recorded':
      return { events: registered.events, cases: registered.cases };
    case 'refused':
      throw new Problem('rule', registered.meaning, rule ? { rule } : {});
    case 'key-reused':
      throw keyReused();
  }
}
