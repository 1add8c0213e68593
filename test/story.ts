/** The story of an application, as specs tell it through the API of the real service. */
import * as forms from '../demonstration/forms.js';
import { application } from '../demonstration/story/application.js';
import { polls, roundOne } from '../demonstration/story/calendar.js';
import { simplest } from '../demonstration/story/cast.js';
import type { Scene } from '../demonstration/story/scene.js';
import { through, type Saying, type Step as AnyStep } from '../demonstration/story/step.js';
import type { Register } from '../libs/register/index.js';
import { addDays, londonDay } from '../libs/workflow/london.js';
import { acts, at, begun } from './hand.js';
import { decided } from './meetings.js';
import type { Body, TestService } from './service.js';

/** What somebody says on a case. */
export type Step = Saying;

/** How far an application has come, by the facts that are the last on the way there. */
const lastOf = {
  expressed: ['InterestExpressed'],
  'under-way': ['InterestAcknowledged'],
  engaged: ['EngagementRecorded'],
  balloting: ['BallotOpened'],
  mandated: ['ResultVerified', 'AgreementOfMembersRecorded'],
  drafted: ['TermsOfReferenceSigned'],
  submitted: ['ApplicationSubmitted'],
  assessed: ['SubmissionSigned'],
  recommended: ['RegionRecommended'],
  approved: ['DecisionMade'],
  concluded: ['AgreementSigned', 'JointCommitteeEstablished'],
  'in-force': ['AgreementSigned', 'JointCommitteeEstablished'],
} as const;

export type Stage = keyof typeof lastOf;
export const stages = Object.keys(lastOf) as readonly Stage[]; // as they stand there

interface OfLevel {
  readonly level?: Scene['level'];
}

export const ballotCloses = polls.closes.toISOString();
/** When round 1 goes live. */
export const goLive = roundOne.goLiveAt.toISOString();

/**
 * The steps after the interest up to a stage of delegated commissioning, the clock's own left out; specs hold a meeting when its decision
 * is said. So many practices at the end of the roll do not vote.
 */
export const stepsTo = (stage: Stage, register: Register, ccg: string, away: number): readonly Step[] =>
  [...through(lastOf[stage], application(simplest(register, ccg, { away })))].filter(isSaid);

const isSaid = (step: AnyStep): step is Saying => step.to === 'case';

/** Expresses the interest of a CCG and takes its case to a stage. Gives the case's id. */
export async function caseAt(stage: Stage, to: TestService<Body>, ccg = '00C', of: OfLevel = {}): Promise<string> {
  const id = await begunBy(ccg, to, of);
  await takeTo(stage, to, id, ccg, of);
  return id;
}

/** Expresses the interest of a CCG, which must be recorded; in round 1 unless told. Gives the case's id. */
export async function begunBy(
  ccg: string,
  to: TestService<Body>,
  { level = 'L3', round = roundOne }: OfLevel & { readonly round?: Scene['round'] } = {},
): Promise<string> {
  const { workflow, interest } = forms.wordsOf[level];
  const data = interest(round.goLive, ccg);
  return (await begun(to, { who: `officer@${ccg}`, workflow, ccg, round: round.id, data })).id;
}

/**
 * Takes a case that was begun to a stage, at the dates of round 1 or, where they have passed, at once. All practices vote for it; but two
 * in delegated commissioning, so that the ballot stays open until its closing time.
 */
export async function takeTo(
  stage: Stage,
  to: TestService<Body>,
  id: string,
  ccg: string,
  { level = 'L3' }: OfLevel = {},
): Promise<void> {
  const { register } = to.service.ledger;
  const soon = new Date(`${addDays(londonDay(to.service.clock.now()), 14)}T17:00:00.000Z`);
  const closes = soon > polls.closes ? soon : polls.closes;
  const away = level === 'L3' ? 2 : 0;
  await goOn(
    stage,
    to,
    id,
    simplest(register, ccg, { level, away, closes, ...agreedBy(level === 'L2', register, ccg) }),
  );
  if (stage === 'in-force') await at(to, goLive);
}

/** A mandate by agreement, where it may be one. */
export const agreedBy = (may: boolean, register: Register, ccg: string): Partial<Scene> =>
  may && register.constitutionOf(ccg)?.ballotRequired === false ? { mandate: { members: 12 } } : {};

/** Tells on a case what of its story is not on record yet, up to a stage. Gives the case after it, if anything was said. */
export async function goOn(stage: Stage, to: TestService<Body>, id: string, scene: Scene): Promise<Body | undefined> {
  const told = new Set((await to.log.readStream(`case-${id}`)).map(({ type }) => type));
  let last: Body | undefined;
  for (const step of through(lastOf[stage], application(scene)))
    if (isSaid(step) && !told.has(step.type)) last = await take(to, id, step);
  return last;
}

/** Says one thing, which must be recorded, at its moment or, where that has passed, at once. Gives the case after it. */
export async function take(
  to: TestService<Body>,
  id: string,
  { at: moment, who, type, data: said }: Step,
): Promise<Body> {
  await at(to, moment.toISOString());
  // What is said at once, as its moment has passed, is of today.
  const now = to.service.clock.now();
  const isLate = type === 'AgreementOfMembersRecorded' && now > moment;
  const data = isLate ? { ...said, heldOn: londonDay(now) } : said;
  if (type !== 'DecisionMade') return acts(to, who, id, type, data);
  const { status, body } = await decided(to, id, data, { persona: who });
  if (status !== 201) throw new Error(`The decision of ${who} was answered ${status}: ${JSON.stringify(body)}`);
  return body.case;
}
