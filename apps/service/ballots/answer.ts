import { Injectable } from '@nestjs/common';
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import { londonDay } from '../../../libs/workflow/london.js';
import type { Course } from '../../../libs/workflow/part.js';
import { caseStream } from '../../../libs/workflow/streams.js';
import { countingInWords } from '../../../workflows/stages/constitution/counting-words.js';
import { count, weightOf, type CountingRule, type Member } from '../../../workflows/stages/mandate/counting.js';
import type { Choice } from '../../../workflows/stages/mandate/events.js';
import { unweighable } from '../../../workflows/stages/mandate/rules.js';
import { workingOf } from '../../../workflows/stages/mandate/working.js';
import { holds, type Asker } from '../access/asker.js';
import { courseSeen, eventsSeen, type Sight } from '../access/seen.js';
import { Visibility } from '../access/visibility.js';
import { CasesAnswer } from '../cases/answer.js';
import type { CaseJson } from '../cases/shapes.js';
import { ServiceClock } from '../clock/clock.js';
import { Ledger } from '../ledger/ledger.js';
import { anew, type Once } from '../live/board.js';
import { actOf } from './act.js';
import { ballotsIn, type SeenBallot } from './ballots.js';
import type { BallotShown, NextBallot, OfCase, OnRoll, OwnVote, Result, RuleShown, Turnout, Voter } from './shapes.js';

/** What a case shows of ballots. */
interface Found {
  readonly shown: CaseJson;
  readonly sight: Sight;
  readonly ballots: readonly SeenBallot[];
}

/**
 * Ballots of an application: who has voted is told while one is open, and how only once it is counted, to whoever sees the votes then. Undefined
 * stands for what is not there, and for what the person may not know of.
 */
@Injectable()
export class BallotsAnswer {
  constructor(
    private readonly cases: CasesAnswer,
    private readonly ledger: Ledger,
    private readonly visibility: Visibility,
    private readonly clock: ServiceClock,
  ) {}

  /** How many ballots an application has had; undefined for what no members vote on. */
  async last(id: string, asking: Asker): Promise<number | undefined> {
    return (await this.found(id, asking))?.ballots.length;
  }

  /** @param number from 1 */
  async one(id: string, number: number, asking: Asker): Promise<BallotShown | undefined> {
    const found = await this.found(id, asking);
    const ballot = found?.ballots[number - 1];
    if (found === undefined || ballot === undefined) return undefined;
    return ballotShown(found, ballot, number);
  }

  /** Of one ballot what an open page of it needs to stay true. An auditor's look at it would be one that nobody records. */
  async turnout(id: string, number: number, asking: Asker, once: Once = anew): Promise<Turnout | undefined> {
    const row = this.ledger.views.findCase(id);
    const sight = this.visibility.sight(id, asking);
    if (row === undefined || sight === undefined || holds(asking, 'auditor')) return undefined;
    const events = await once(`case ${id}`, () => this.ledger.log.readStream(caseStream(id)));
    const ballots = ballotsIn(eventsSeen(sight, events));
    const ballot = ballots[number - 1];
    if (ballot === undefined) return undefined;
    const { roll, votes } = ballot;
    const isUnderWay = number === ballots.length && goesOn(courseSeen(sight, row.progress), sight);
    return { status: statusOf(ballot, isUnderWay), roll, voted: votes.size, counting: ruleShown(ruleOf(ballot)) };
  }

  /** Practices that have not voted in an open ballot: for the CCG's officers, who remind them. */
  async notVoted(id: string, number: number, asking: Asker): Promise<readonly OnRoll[] | undefined> {
    const found = await this.found(id, asking);
    const ballot = found?.ballots[number - 1];
    if (found?.sight.extent !== 'all' || ballot === undefined) return undefined;
    return ballot.roll.filter(({ practice }) => !ballot.votes.has(practice)).map(onRoll(ruleOf(ballot)));
  }

  /** The roll and the rule that would be frozen today. */
  async next(id: string, asking: Asker): Promise<NextBallot | undefined> {
    const found = await this.found(id, asking);
    if (found?.sight.extent !== 'all') return undefined;
    const { shown, ballots } = found;
    const on = londonDay(this.clock.now());
    const counting = this.ledger.register.countingRuleOf(shown.ccg, on);
    const roll = this.ledger.register.rollOf(shown.ccg, on);
    const move = shown.moves.find(({ type }) => type === 'BallotOpened');
    const last = ballots.at(-1);
    return {
      of: ofCase(shown),
      on,
      last: ballots.length,
      ...(counting && { counting: ruleShown(counting) }),
      roll: counting ? roll.map(onRoll(counting)) : [],
      unweighable: counting ? unweighable(counting, roll).map(onRoll(counting)) : [],
      ...(move && { move }),
      status: move ? 'can-open' : statusNow(last, shown),
    };
  }

  private async found(id: string, asking: Asker): Promise<Found | undefined> {
    const shown = await this.cases.one(id, {}, asking);
    const sight = this.visibility.sight(id, asking);
    if (shown === undefined || 'last' in shown || sight === undefined) return undefined;
    if (!Object.hasOwn(sight.workflow.events, 'BallotOpened')) return undefined;
    const events = eventsSeen(sight, await this.ledger.log.readStream(caseStream(id)));
    return { shown, sight, ballots: ballotsIn(events) };
  }
}

const statusNow = (last: SeenBallot | undefined, { outcome }: CaseJson): NextBallot['status'] => {
  if (last === undefined || last.verified !== undefined || outcome !== null) return 'not-now';
  return last.closed === undefined ? 'open' : 'counted';
};

export const ofCase = ({ id, workflow, version, ccg, ccgName, round }: CaseJson): OfCase => ({
  id,
  workflow,
  version,
  ccg,
  ccgName,
  round,
});

// What is recorded was looked up in the register.
const ruleOf = ({ opened }: SeenBallot): CountingRule => opened.data['counting'] as CountingRule;

const ruleShown = (rule: CountingRule): RuleShown => ({ rule, words: countingInWords(rule) });

const onRoll =
  (rule: CountingRule) =>
  ({ practice, name, patients }: Member): OnRoll => ({ practice, name, patients, weight: weightOf(rule, patients) });

const aboutBallots: readonly string[] = ['BallotOpened', 'VoteCast', 'BallotClosed', 'ResultVerified'];

function ballotShown({ shown, sight, ballots }: Found, ballot: SeenBallot, number: number): BallotShown {
  const { opened, roll, votes, closed } = ballot;
  const isLast = number === ballots.length;
  const own = ownVote(ballot, sight.asking);
  const counted = closed && resultOf(ballot, closed);
  const follows = isLast ? followsIn(shown) : undefined;
  const { papers = [] } = opened.data as { papers?: BallotShown['papers'] };
  return {
    of: ofCase(shown),
    number,
    last: ballots.length,
    status: statusOf(ballot, isLast && goesOn(shown, sight)),
    question: String(opened.data['question']),
    papers,
    opened: actOf(opened),
    closesAt: String(opened.data['closesAt']),
    counting: ruleShown(ruleOf(ballot)),
    roll: roll.map((member) => voter(ballot, member)),
    voted: votes.size,
    ...(own && { own }),
    ...(counted && { result: counted }),
    ...verifiedIn(ballot),
    ...(follows !== undefined && { follows }),
    hadHand: ballot.hands.has(sight.asking.id),
    moves: isLast ? shown.moves.filter(({ type }) => aboutBallots.includes(type)) : [],
  };
}

/** Whoever sees the members' part only sees of a case that has ended that this stage is over. */
const goesOn = ({ stages }: Pick<Course, 'stages'>, { workflow: { part } }: Sight): boolean =>
  stages.some(({ name, status }) => name === part?.stage && status === 'in-progress');

function statusOf({ closed, verified }: SeenBallot, isUnderWay: boolean): BallotShown['status'] {
  if (verified) return 'verified';
  if (closed) return 'counted';
  return isUnderWay ? 'open' : 'never-counted';
}

function voter(ballot: SeenBallot, member: Member): Voter {
  const vote = ballot.votes.get(member.practice);
  const choice = ballot.closed && vote?.choice;
  return {
    ...onRoll(ruleOf(ballot))(member),
    voted: vote !== undefined,
    ...(choice && { choice }),
    ...(vote && { revision: vote.event.revision }),
  };
}

function ownVote({ roll, votes }: SeenBallot, { grants }: Asker): OwnVote | undefined {
  const practice = grants.find(({ role }) => role === 'practice-representative')?.organisation;
  if (practice === undefined) return undefined;
  const member = roll.find((each) => each.practice === practice);
  const vote = votes.get(practice);
  const cast = vote?.choice && {
    choice: vote.choice,
    at: vote.event.at,
    by: vote.event.actor.name,
    receipt: vote.event.id,
    revision: vote.event.revision,
    times: vote.times,
  };
  return { practice, name: member?.name ?? practice, isOnRoll: member !== undefined, ...(cast && { cast }) };
}

/** Once it is closed, its votes are told to whoever sees the case; where one was not, nothing is counted. */
function resultOf(ballot: SeenBallot, closed: RecordedEvent): Result | undefined {
  const { roll, votes } = ballot;
  const given = [...votes].flatMap(([practice, { choice }]) => (choice ? [[practice, choice] as const] : []));
  if (given.length < votes.size) return undefined;
  const rule = ruleOf(ballot);
  const tally = count(rule, roll, Object.fromEntries(given));
  const saying = (said: Choice): number => given.filter(([, choice]) => choice === said).length;
  const practices = { for: saying('for'), against: saying('against'), abstained: saying('abstain') };
  return { tally, practices, working: workingOf(rule, tally, practices), closed: actOf(closed) };
}

function verifiedIn({ verified }: SeenBallot): Pick<BallotShown, 'verified'> {
  if (verified === undefined) return {};
  const { as, statement } = verified.data;
  return { verified: { ...actOf(verified), as: String(as), statement: String(statement) } };
}

/** As the workflow tells it of the members' last word. */
function followsIn({ details }: CaseJson): string | undefined {
  const { follows } = (details['ballot'] ?? {}) as { readonly follows?: string | null };
  return follows ?? undefined;
}
