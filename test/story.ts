/** The story of an application, as specs tell it through the API of the real service. */
import * as forms from '../demonstration/forms.js';
import { application } from '../demonstration/story/application.js';
import { decidedAt, inRoundOne, polls, roundOne } from '../demonstration/story/calendar.js';
import type { Ballot, Scene } from '../demonstration/story/scene.js';
import { after, through, type Saying } from '../demonstration/story/step.js';
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
  balloting: ['BallotOpened'],
  mandated: ['ResultVerified', 'AgreementOfMembersRecorded'],
  submitted: ['ApplicationSubmitted'],
  recommended: ['RegionRecommended'],
  approved: ['DecisionMade'],
  concluded: ['AgreementSigned', 'JointCommitteeEstablished'],
  'in-force': ['AgreementSigned', 'JointCommitteeEstablished'],
} as const;

export type Stage = keyof typeof lastOf;
export const stages = Object.keys(lastOf) as readonly Stage[]; // as they stand there

type Level = Scene['level'];

export const ballotCloses = polls.closes.toISOString();
/** When round 1 goes live. */
export const goLive = roundOne.goLiveAt.toISOString();

type Applying = Pick<Scene, 'ccg' | 'region' | 'mandate'> & Partial<Scene>;

/** These practices vote for it. */
const ballotOf = (voters: readonly string[], closes = polls.closes): Ballot => {
  return { ...polls, closes, votes: voters.map((practice) => ({ at: polls.opens, practice, choice: 'for' })) };
};

/** An application in round 1 that is approved. */
function approving({ level = 'L3', ...applying }: Applying): Scene {
  const at = decidedAt(level);
  const decisions = [{ papers: at, recorded: at, form: forms.approval }];
  const when = inRoundOne(level);
  return { level, name: applying.ccg, round: roundOne, when, decisions, version: () => 1, ...applying };
}

/** What is said on the way from the interest, which is left out, to a stage. A hand of specs holds a meeting when its decision is recorded. */
const saidTo = (stage: Stage, scene: Scene): readonly Step[] =>
  [...after(lastOf.expressed, through(lastOf[stage], application(scene)))].filter((step) => step.to === 'case');

/** The steps after the interest up to a stage of delegated commissioning, the clock's own left out. */
export const stepsTo = (stage: Stage, ccg: string, region: string, voters: readonly string[]): readonly Step[] =>
  saidTo(stage, approving({ ccg, region, mandate: [ballotOf(voters)] }));

interface Way {
  readonly level?: Level;
  /** Where it stands already. */
  readonly from?: Stage;
}

/** Expresses the interest of a CCG and takes its case to a stage. Gives the case's id. */
export async function caseAt(stage: Stage, to: TestService<Body>, ccg = '00C', way: Way = {}): Promise<string> {
  const id = await begunBy(ccg, to, way);
  await takeTo(stage, to, id, ccg, way);
  return id;
}

/** Expresses the interest of a CCG, which must be recorded; in round 1 unless told. Gives the case's id. */
export async function begunBy(
  ccg: string,
  to: TestService<Body>,
  { level = 'L3', round = roundOne }: { readonly level?: Level; readonly round?: Scene['round'] } = {},
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
  { level = 'L3', from = 'expressed' }: Way = {},
): Promise<void> {
  const { register } = to.service.ledger;
  const codes = register.rollOf(ccg, '2014-10-01').map(({ practice }) => practice);
  const soon = new Date(`${addDays(londonDay(to.service.clock.now()), 14)}T17:00:00.000Z`);
  const closes = soon > polls.closes ? soon : polls.closes;
  const isAgreed = level === 'L2' && register.constitutionOf(ccg)?.ballotRequired === false;
  const scene = approving({
    level,
    ccg,
    region: register.ccg(ccg)?.region ?? '',
    version: () => register.constitutionOf(ccg)?.version ?? 1,
    mandate: isAgreed ? { members: 12 } : [ballotOf(level === 'L3' ? codes.slice(0, -2) : codes, closes)],
  });
  for (const step of after(lastOf[from], through(lastOf[stage], application(scene))))
    if (step.to === 'case') await take(to, id, step);
  if (stage === 'in-force') await at(to, goLive);
}

/** Says one thing, which must be recorded, at its moment or, where that has passed, at once. Gives the case after it. */
export async function take(to: TestService<Body>, id: string, { at: moment, who, type, data }: Step): Promise<Body> {
  await at(to, moment.toISOString());
  if (type !== 'DecisionMade') return acts(to, who, id, type, data);
  const { status, body } = await decided(to, id, data, { persona: who });
  if (status !== 201) throw new Error(`The decision of ${who} was answered ${status}: ${JSON.stringify(body)}`);
  return body.case;
}
