/** What goes beyond one application: CCGs that apply together, practices that move, the national committee in session. */
import type { Register } from '../../libs/register/index.js';
import { londonDay } from '../../libs/workflow/london.js';
import { interest, mandate } from '../story/application.js';
import { opened, tabled, type Committee } from '../story/meeting.js';
import { move, type Move } from '../story/membership.js';
import { peopleOf, says } from '../story/scene.js';
import { through, type Step, type Story } from '../story/step.js';
import type { Wait } from '../story/tell.js';
import { applying, byAgreement, dayFrom, mostlyAgainst, pollsOf, type Part } from './applications.js';
import type { Season } from './season.js';

/**
 * One of three CCGs that apply for delegated commissioning together, until the members of the last say no. The first two go
 * without a ballot, and the first of them agrees to go on.
 */
export function* inGroup(part: Part, group: readonly string[]): Story {
  const { ccg, season } = part;
  const isLast = ccg === group.at(-1);
  const asked = isLast ? [pollsOf(part, mostlyAgainst)] : byAgreement(part);
  const scene = applying(part, { level: 'L3', group, mandate: asked });
  const { officer } = peopleOf(scene);
  yield* interest(scene);
  const inCommon = { name: 'Primary care committees in common', purpose: 'One agenda and one set of papers.' };
  yield says(season.at(0.12), officer, 'CommitteeInCommonRecorded', { ...inCommon, ccgs: group });
  yield* mandate(scene);
  if (ccg !== group[0]) return;
  const statement = `The governing body agreed to go on for ${season.round.goLive}.`;
  yield says(season.at(0.6), officer, 'GroupContinuationAgreed', { statement });
}

interface Neighbours {
  readonly register: Register;
  /** Whose practice it is. */
  readonly from: string;
  /** Where it wants to go. */
  readonly to: string;
  readonly season: Season;
}

/** The CCG it would join asks, everyone agrees, and NHS England approves: with effect from four months before. */
export const backDatedMove = (neighbours: Neighbours): Story => {
  const { at } = neighbours.season;
  return move({
    ...moving(neighbours),
    asks: 'to',
    requested: at(0.3),
    answered: at(0.3),
    effectiveOn: dayFrom(at(0.3), -120),
    reasons: 'Its patients moved with the new estate, and its budget was never moved with them.',
  });
};

/** A practice asks for itself. Its CCG objects, and NHS England has not decided. */
export const openMove = (neighbours: Neighbours): Story => {
  const { at, now } = neighbours.season;
  const story = move({
    ...moving(neighbours),
    asks: 'practice',
    requested: at(0.8),
    answered: at(0.9),
    effectiveOn: dayFrom(now, 60),
    reasons: 'Most of its patients live on the other side of the river.',
    objection: 'The out-of-hours contract was let with it.',
  });
  return through('ConsentRecorded', story);
};

function moving({ register, from, to, season }: Neighbours): Pick<Move, 'practice' | 'from' | 'to' | 'decided'> {
  const decided = season.at(0.5);
  const [first] = register.practices({ ccg: from, on: londonDay(decided) });
  if (first === undefined) throw new Error(`The register has no practices of ${from}`);
  return { practice: first.code, from, to, decided };
}

/** A case that waits for a committee. */
export interface Waiting {
  readonly case: string;
  readonly ccg: string;
  readonly ccgName: string;
}

const twoHours = 7_200_000;

/** It sits over what waits for it; a member has declared an interest in the first item, and nobody has handled it. */
export function* session(
  committee: Committee,
  now: Date,
  waiting: () => readonly Waiting[],
): Generator<Step | Wait, void> {
  const at = new Date(now.getTime() - twoHours);
  yield { wait: at };
  const sitting = { committee, at, heldOn: londonDay(at), place: 'Skipton House' };
  yield* opened(sitting);
  const agenda = waiting();
  for (const each of agenda) yield tabled(sitting, { ...each, title: each.ccgName, decision: 'approve' });
  const gp = 'committee-3@nhse';
  yield says(at, gp, 'ConflictDeclared', {
    item: 1,
    person: gp,
    kind: 'indirect',
    subject: agenda[0]?.ccg ?? '',
    interest: 'A sister is partner in a practice.',
    aroseOn: londonDay(at),
  });
}
