/** Why a role cannot be granted or withdrawn beside what the register knows, in a sentence; undefined when it can. */
import type { CcgRegistered, PersonEntry, RoleConfirmed } from './facts.js';
import type { Known } from './known.js';
import { actsFor, type Grant } from './model.js';
import { inConfirming } from './proposals.js';

type Change = Omit<PersonEntry, 'name'> & { readonly issuer: string };

/** A subject as identity providers spell them (OpenID Connect Core §2: ASCII, 255 at most), so that none looks like another: no blanks about it. */
export const subjectShape = /^(?=.{1,255}$)[!-~]+( [!-~]+)*$/;

export const inChange = (known: Known, { action, ...change }: Change & { readonly action: 'grant' | 'withdraw' }) =>
  action === 'grant' ? inGranting(known, change) : inWithdrawing(known, change);

export function inGranting(known: Known, change: Change): string | undefined {
  const { issuer, subject, role, organisation } = change;
  if (!subjectShape.test(subject))
    return `“${subject}” cannot be the subject of anybody. Enter it as the identity provider spells it, in ASCII and without spaces around it.`;
  if (holds(known, change)) return `${subject} of ${issuer} is ${role} for ${organisation} already.`;
  return isKindFor(known, change) ? undefined : `A ${role} cannot act for ${organisation}.`;
}

export function inWithdrawing(known: Known, change: Change): string | undefined {
  const { issuer, subject, role, organisation } = change;
  return holds(known, change) ? undefined : `${subject} of ${issuer} is not ${role} for ${organisation}.`;
}

/** Whoever proposed it is a registrar still, and it can be so. */
export const inConfirmedChange = (known: Known, confirmed: RoleConfirmed): string | undefined =>
  inConfirming(known.proposals, confirmed, (subject) => known.holds(subject, 'registrar', 'nhse')) ??
  inChange(known, confirmed);

export function inPeople({ code, practices, issuer, people }: CcgRegistered): string | undefined {
  if (issuer === undefined && people.length > 0)
    return `CCG ${code} is registered with people, and who knows them is not named.`;
  const founding = new Set(practices.map((practice) => practice.code));
  const stranger = people.find(({ role, organisation }) => {
    const kind = actsFor[role];
    return !(kind === 'ccg' ? organisation === code : kind === 'practice' && founding.has(organisation));
  });
  return (
    stranger &&
    `${stranger.subject} cannot be registered with CCG ${code} as ${stranger.role} for ${stranger.organisation}.`
  );
}

function holds(known: Known, { issuer, subject, role, organisation }: Change): boolean {
  return known.grantsOf(issuer, subject).some((grant) => grant.role === role && grant.organisation === organisation);
}

function isKindFor(known: Known, { role, organisation }: Grant): boolean {
  switch (actsFor[role]) {
    case 'ccg':
      return known.ccg(organisation) !== undefined;
    case 'practice':
      return known.told(organisation) !== undefined;
    case 'region':
      return known.region(organisation) !== undefined;
    case 'nhse':
      return organisation === 'nhse';
    case 'any':
      return organisation !== '';
  }
}
