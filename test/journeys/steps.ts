/** The chapters of the story of a delegation, at whatever moment the clock shows; each step must be recorded. For journeys. */
import * as forms from '../../demonstration/forms.js';
import * as tale from '../../demonstration/story/application.js';
import { ballotOf, sceneOf, type Voting } from '../../demonstration/story/cast.js';
import { peopleOf, type Decision, type Scene } from '../../demonstration/story/scene.js';
import type { Step } from '../../demonstration/story/step.js';
import { addDays, londonDay } from '../../libs/workflow/london.js';
import type { Body, TestService } from '../service.js';
import { take } from '../story.js';
import { begins } from './journey.js';
import { acts } from '../hand.js';

type Service = TestService<Body>;

/** The application of one CCG. */
export interface Application {
  readonly id: string;
  readonly ccg: string;
  readonly officer: string;
  readonly assessor: string;
}

/** The case of a CCG, with the people who work on it. */
export function applicationOf(to: Service, ccg: string, id: string): Application {
  const { officer, assessor } = peopleOf({ ccg, region: to.service.ledger.register.ccg(ccg)?.region ?? '' });
  return { id, ccg, officer, assessor };
}

/** A CCG expresses its interest now. */
export async function applies(to: Service, ccg: string, more: forms.Form = {}): Promise<Application> {
  return applicationOf(to, ccg, (await begins(to, `officer@${ccg}`, ccg, more)).id);
}

const now = (to: Service): Date => to.service.clock.now();
export const today = (to: Service): string => londonDay(now(to));

/** Codes of the practices that may vote today. */
export const votersOf = (to: Service, ccg: string): readonly string[] =>
  to.service.ledger.register.rollOf(ccg, today(to)).map(({ practice }) => practice);

/** An application to which all happens now. */
function sceneNow(to: Service, { ccg }: Application): Scene {
  const at = now(to);
  const round = { id: '', goLive: '' };
  return sceneOf(to.service.ledger.register, ccg, { level: 'L3', round, when: () => at, mandate: [], decisions: [] });
}

/** Tells a part of the story of an application. Gives the case after it. */
export async function tell(to: Service, { id }: Application, story: Iterable<Step, void>): Promise<Body> {
  let last: Body | undefined;
  for (const step of story) if (step.to === 'case') last = await take(to, id, step);
  if (last === undefined) throw new RangeError('A part of a story says something');
  return last;
}

/** A part of the story that needs to know no more than whose application it is. */
const told =
  (chapter: (scene: Scene) => Iterable<Step, void>) =>
  (to: Service, application: Application): Promise<Body> =>
    tell(to, application, chapter(sceneNow(to, application)));

/** A CCG that another one invited into its group joins. */
export const joined = (to: Service, { id, officer }: Application): Promise<Body> =>
  acts(to, officer, id, 'GroupJoined', forms.joining);

export const acknowledged = told((scene) => [tale.acknowledged(scene)]);
export const engaged = told((scene) => [tale.engaged(scene)]);

/** Every practice votes, which closes the ballot; `choice` says how each does, by its place on the roll. Nobody has verified it yet. */
export function voted(to: Service, application: Application, voting?: Voting): Promise<Body> {
  const opens = now(to);
  const closes = new Date(`${addDays(today(to), 14)}T17:00:00.000Z`);
  const polls = { opens, closes, verified: closes, ...(voting && { voting }) };
  const ballot = ballotOf(to.service.ledger.register, application.ccg, polls);
  return tell(to, application, tale.polled(sceneNow(to, application), ballot));
}

export const verified = told((scene) => [tale.verified(scene, scene.when('agreed'))]);

/** The members are engaged, vote for it, and the result is verified. */
export async function mandated(to: Service, application: Application): Promise<void> {
  await engaged(to, application);
  await voted(to, application);
  await verified(to, application);
}

/** All members agree at a meeting, as their constitution allows. */
export const agreed = told((scene) => [tale.engaged(scene), tale.agreed(scene, 12)]);

/** One amendment is proposed and approved. */
export const amended = told((scene) => {
  const inForce = scene.version();
  return [tale.amendmentProposed(scene, inForce + 1, inForce), tale.amendmentApproved(scene, inForce + 1)];
});

/** Terms of reference are drafted, agreed and signed. */
export const termsSettled = told((scene) => [
  tale.termsDrafted(scene, scene.when('proposed')),
  ...tale.termsSettled(scene, scene.when('read')),
]);

/** Nothing is missing then but the form. */
export async function drafted(to: Service, application: Application): Promise<void> {
  await amended(to, application);
  await termsSettled(to, application);
}

export const submitted = told((scene) => [tale.submitted(scene)]);

/** The region finds all four thresholds met and signs the submission; it has not recommended it. */
export const assessed = told(tale.assessed);
export const recommended = told((scene) => [tale.recommended(scene)]);
export const assured = told(tale.assured);

/** The national committee meets and decides: it approves, unless told. Gives the case after it. */
export function approved(
  to: Service,
  application: Application,
  form: Decision['form'] = forms.approval,
): Promise<Body> {
  const at = now(to);
  return tell(to, application, tale.decided(sceneNow(to, application), { papers: at, recorded: at, form }));
}

export const signedByCcg = told((scene) => [tale.signedByCcg(scene)]);
export const signedByNhsEngland = told((scene) => [tale.signedByNhsEngland(scene)]);
/** Both parties sign the agreement. */
export const signed = told(tale.conclusion);
