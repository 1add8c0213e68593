/** Committees as they were constituted, and what a well-formed one is. */
import { hasDayCome, isDayBefore } from '../workflow/london.js';
import type { CommitteeConstituted } from './facts.js';
import type { Committee, CommitteeMember, Day, Purpose, QuorumRule, Region } from './model.js';

const inWords = {
  'national-committee': 'national committee',
  'regional-panel': 'regional panel',
  advisory: 'committee that advises',
} as const satisfies Record<Purpose, string>;

const deepest = 5;
const mostNodes = 50;

interface Known {
  region(code: string): Region | undefined;
  /** As it was constituted last. */
  committee(id: string): Committee | undefined;
}

/** Of the versions of one committee, oldest first, the one of a day; the newest without a day. */
export function constitutedOn(versions: readonly Committee[], on?: Day): Committee | undefined {
  return versions.findLast(({ from }) => on === undefined || hasDayCome(from, on));
}

/** With one more; whatever was told ahead from that day on, or later, is told otherwise by it. */
export function constituted(versions: readonly Committee[], told: CommitteeConstituted): readonly Committee[] {
  const { id, name, organisation, purpose, from, quorum, members } = told;
  const earlier = versions.filter((version) => isDayBefore(version.from, from));
  return [...earlier, { id, name, organisation, purpose, from, quorum, members }];
}

export function inCommittee(known: Known, committee: CommitteeConstituted): string | undefined {
  const { id, organisation, purpose, from, quorum, members, toldOn } = committee;
  if (organisation !== 'nhse' && !known.region(organisation))
    return `Committee ${id} is of ${organisation}, which is neither nhse nor a region that is registered.`;
  const before = known.committee(id);
  if (before && before.organisation !== organisation) return `Committee ${id} is of ${before.organisation}.`;
  if (before && before.purpose !== purpose)
    return `Committee ${id} is a ${inWords[before.purpose]}, and stays one. Constitute another committee.`;
  if (purpose !== 'advisory' && (purpose === 'national-committee') !== (organisation === 'nhse'))
    return `Committee ${id} is of ${organisation}, and cannot be a ${inWords[purpose]}: the national committee is of nhse, a panel of a region.`;
  const isToldOtherwise =
    before !== undefined && toldOn !== undefined && isDayBefore(toldOn, before.from) && hasDayCome(toldOn, from);
  if (before && hasDayCome(from, before.from) && !isToldOtherwise)
    return `Committee ${id} is constituted from ${before.from} already.`;
  if (members.length === 0) return `Committee ${id} has no members.`;
  if (!members.some(({ voting }) => voting)) return `Committee ${id} has no member with a vote, so it decides nothing.`;
  const twice = members.find((member, at) => members.findIndex((other) => other.id === member.id) !== at);
  if (twice) return `${twice.id} is a member of committee ${id} twice.`;
  return (
    inQuorum(quorum) ??
    (isReachable(quorum, members)
      ? undefined
      : `Committee ${id} has a quorum that its members cannot reach, all of them present.`)
  );
}

/** Whether a rule is met when every member is in the room. */
function isReachable(rule: QuorumRule, members: readonly CommitteeMember[]): boolean {
  if ('all' in rule) return rule.all.every((part) => isReachable(part, members));
  if ('any' in rule) return rule.any.some((part) => isReachable(part, members));
  const { offices, voting } = rule.of ?? {};
  const counting = members.filter(
    (member) =>
      (offices === undefined || offices.some((office) => member.offices.includes(office))) &&
      (voting === undefined || member.voting === voting),
  );
  return counting.length >= rule.atLeast;
}

/** What is wrong with what should be a rule; undefined for one that can be asked. */
export function inQuorum(rule: unknown): string | undefined {
  return nodesIn(rule, 1) <= mostNodes
    ? undefined
    : `A quorum is { all: […] }, { any: […] } or { atLeast: 1 or more, of }, ${deepest} deep and of ${mostNodes} parts at most.`;
}

/** How many parts a rule has, itself included; infinitely many when it is none, or too deep. */
function nodesIn(rule: unknown, depth: number): number {
  if (depth > deepest || !isObject(rule)) return Infinity;
  if ('atLeast' in rule) return isCount(rule) ? 1 : Infinity;
  const [name, ...others] = Object.keys(rule);
  const parts = name === 'all' || name === 'any' ? rule[name] : undefined;
  if (others.length > 0 || !Array.isArray(parts) || parts.length === 0) return Infinity;
  return parts.reduce((sum: number, part) => sum + nodesIn(part, depth + 1), 1);
}

function isCount({ atLeast, of = {}, ...others }: Readonly<Record<string, unknown>>): boolean {
  if (!Number.isSafeInteger(atLeast) || Number(atLeast) < 1 || !isObject(of)) return false;
  const { offices = ['any'], voting = true, ...unknown } = of;
  const named = Array.isArray(offices) && offices.length > 0 && offices.every((office) => isNamed(office));
  return named && typeof voting === 'boolean' && Object.keys({ ...others, ...unknown }).length === 0;
}

function isNamed(office: unknown): boolean {
  return typeof office === 'string' && office !== '';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
