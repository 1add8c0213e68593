/** How journeys tell the story of a delegation: on its own it goes on at once or, where its round has a calendar here, no earlier than that says. */
import { caseInGroup } from '../../apps/service/ledger/ids.js';
import * as forms from '../../demonstration/forms.js';
import { application as storyOf } from '../../demonstration/story/application.js';
import { ballotOf, sceneOf, type Voting } from '../../demonstration/story/cast.js';
import { peopleOf, type Scene } from '../../demonstration/story/scene.js';
import { addDays, londonDay } from '../../libs/workflow/london.js';
import type { Choice } from '../../workflows/stages/mandate/events.js';
import { acts, at } from '../hand.js';
import type { Body, TestService } from '../service.js';
import { agreedBy, goOn, take, type Stage } from '../story.js';
import { begins } from './journey.js';

type Service = TestService<Body>;

/** The application of one CCG, with the people who work on it. */
export interface Application {
  readonly id: string;
  readonly ccg: string;
  readonly officer: string;
  readonly assessor: string;
  readonly round?: Round;
}

export type Round = keyof typeof goLives;

const goLives = { '1': '2015-03-31T23:00:00.000Z', '2': '2016-03-31T23:00:00.000Z' } as const;
/** The instant at which a round goes live. */
export const goLiveOf = (round: Round): string => goLives[round];

const days = (expressed: string, mandate: string, submitted: string, decided: string) => {
  return { expressed, engaged: mandate, agreed: mandate, submitted, decided };
};
/** The days of a CCG that takes its time and is never late. */
const calendar: Readonly<Record<Round, Readonly<Record<string, string>>>> = {
  '1': days('2014-06-12', '2014-10-01', '2015-01-08', '2015-02-17'),
  '2': days('2015-10-05', '2015-10-12', '2015-11-04', '2016-02-16'),
};

export function applicationOf(to: Service, ccg: string, id: string): Application {
  const { officer, assessor } = peopleOf({ ccg, region: to.service.ledger.register.ccg(ccg)?.region ?? '' });
  return { id, ccg, officer, assessor };
}

/** A CCG expresses its interest now. */
export async function applies(to: Service, ccg: string, more: forms.Form = {}): Promise<Application> {
  return applicationOf(to, ccg, (await begins(to, `officer@${ccg}`, ccg, more)).id);
}

/** CCGs apply together, the first for all of them. Gives the group, and the application of each; the others are invited. */
export async function applyTogether(
  to: Service,
  ccgs: readonly string[],
  { form, ...more }: forms.Form & { readonly form?: forms.Form } = {},
) {
  const [lead = ''] = ccgs;
  const data = forms.groupInterestForm('2015-04-01', 'The CCGs', ccgs, form);
  const begun = await begins(to, `officer@${lead}`, lead, { ...more, data });
  const { groupId } = begun.details as unknown as { readonly groupId: string };
  const idOf = (ccg: string): string => (ccg === lead ? begun.id : caseInGroup(groupId, ccg));
  return { begun, groupId, all: ccgs.map((ccg) => applicationOf(to, ccg, idOf(ccg))) };
}

/** An application by the calendar of a round, which the region has acknowledged. */
export async function underWay(to: Service, ccg: string, round: Round = '1'): Promise<Application> {
  await at(to, `${calendar[round]['expressed']}T10:00:00.000Z`);
  const data = { timescale: londonDay(goLiveOf(round)) };
  const application = { ...(await applies(to, ccg, { round, data })), round };
  await goesOn(to, application, 'under-way');
  return application;
}

/** A CCG that another one invited into its group joins. */
export const joined = (to: Service, { id, officer }: Application): Promise<Body> =>
  acts(to, officer, id, 'GroupJoined', forms.joining);

export const today = (to: Service): string => londonDay(to.service.clock.now());

/** Codes of the practices that may vote today. */
export const votersOf = (to: Service, ccg: string): readonly string[] =>
  to.service.ledger.register.rollOf(ccg, today(to)).map(({ practice }) => practice);

type Deviation = Partial<Scene> & { readonly voting?: Voting; readonly decision?: forms.Form };

/** All practices vote, or the members agree where they may, and the committee approves; unless told. */
function sceneFrom(to: Service, { ccg, round }: Application, { voting, decision, ...more }: Deviation = {}): Scene {
  const { clock, ledger } = to.service;
  const now = clock.now();
  const when = (moment: string): Date => {
    const day = round && calendar[round][moment];
    return new Date(Math.max(now.getTime(), day === undefined ? 0 : Date.parse(`${day}T10:00:00.000Z`)));
  };
  const opens = when('engaged');
  const closes = new Date(`${addDays(londonDay(opens), 14)}T17:00:00.000Z`);
  const decided = { papers: when('decided'), recorded: when('decided'), form: decision ?? forms.approval };
  return sceneOf(ledger.register, ccg, {
    level: 'L3',
    round: { id: '', goLive: '' },
    when,
    mandate: [ballotOf(ledger.register, ccg, { opens, closes, verified: opens, ...(voting && { voting }) })],
    decisions: [decided],
    ...agreedBy(true, ledger.register, ccg),
    ...more,
  });
}

/** The story goes on from where it is, up to a stage. */
export const goesOn = (to: Service, application: Application, stage: Stage, deviation?: Deviation): Promise<unknown> =>
  goOn(stage, to, application.id, sceneFrom(to, application, deviation));

/** Nothing is told of the story but facts of these types, whatever is on record. Gives the case after it. */
export async function says(
  to: Service,
  application: Application,
  types: readonly string[],
  deviation?: Deviation,
): Promise<Body> {
  let last: Body | undefined;
  for (const step of storyOf(sceneFrom(to, application, deviation)))
    if (step.to === 'case' && types.includes(step.type)) last = await take(to, application.id, step);
  if (last === undefined) throw new RangeError(`expected ${types.join(', ')} in the story, found none`);
  return last;
}

const part =
  (...types: readonly string[]) =>
  (to: Service, application: Application): Promise<Body> =>
    says(to, application, types);

export const verified = part('ResultVerified');
export const amended = part('AmendmentProposed', 'AmendmentApproved');
export const termsSettled = part('TermsOfReferenceDrafted', 'TermsOfReferenceAgreed', 'TermsOfReferenceSigned');
export const submitted = part('ApplicationSubmitted');
export const recommended = part('RegionRecommended');
/** The region finds all thresholds met, signs and recommends. */
export const assured = part('ThresholdAssessed', 'SubmissionSigned', 'RegionRecommended');
/** Both parties sign the agreement. */
export const signed = part('AgreementSigned');

/** Every practice votes, which closes the ballot. Nobody has verified it yet. */
export const voted = (to: Service, application: Application, voting?: Voting): Promise<Body> =>
  says(to, application, ['BallotOpened', 'VoteCast'], voting && { voting });

/** The national committee meets and decides: it approves, unless told. */
export const approved = (to: Service, application: Application, decision?: forms.Form): Promise<Body> =>
  says(to, application, ['DecisionMade'], decision && { decision });

/** These practices vote, the others of the roll do not; the result is verified once the ballot has closed. Gives the case after it. */
export function balloted(
  to: Service,
  application: Application,
  closesAt: string,
  choices: Readonly<Partial<Record<Choice, readonly string[]>>>,
): Promise<Body> {
  const opens = sceneFrom(to, application).when('engaged');
  const votes = (['for', 'against', 'abstain'] as const).flatMap((choice) =>
    (choices[choice] ?? []).map((practice) => ({ at: opens, practice, choice })),
  );
  const mandate = [{ opens, closes: new Date(closesAt), verified: new Date(closesAt), votes }];
  return says(to, application, ['EngagementRecorded', 'BallotOpened', 'VoteCast', 'ResultVerified'], { mandate });
}

/** On to go-live, of one or more that go side by side. */
export async function onToGoLive(to: Service, ...applications: readonly Application[]): Promise<void> {
  for (const stage of ['mandated', 'drafted', 'recommended', 'approved', 'concluded'] as const)
    for (const application of applications) await goesOn(to, application, stage);
  for (const { round = '1' } of applications) await at(to, goLiveOf(round));
}

/** A delegation in force, of a CCG whose constitution asks for no ballot. */
export async function inForceIn(to: Service, ccg: string, round: Round = '1'): Promise<Application> {
  const application = await underWay(to, ccg, round);
  await onToGoLive(to, application);
  return application;
}
