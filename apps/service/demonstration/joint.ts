/** Joint commissioning (L2): one CCG, as far as its story goes. Its members agree without a ballot, unless it stops at one. */
import { londonDay } from '../../../libs/workflow/london.js';
import { idOf } from '../casework/ids.js';
import * as step from './application.js';
import { applicantOf, dayFrom, type Applicant, type Application } from './application.js';
import * as forms from '../../../demonstration/forms.js';
import type { Play, Story } from './play.js';
import type { Season } from './season.js';

type Stop =
  | 'interest'
  | 'balloting'
  | 'nobody-eligible'
  | 'submitted'
  | 'panel'
  | 'rejected'
  | 'approved'
  | 'in-force'
  | 'notice';

export interface Plot {
  readonly ccg: string;
  readonly season: Season;
  readonly stop: Stop;
}

export async function* joint(play: Play, { ccg, season, stop }: Plot): Story {
  const { at, now, round } = season;
  const applicant = applicantOf(play, ccg, season);
  yield at(0.03);
  const { caseId: id } = await play.begin(applicant.officer, {
    workflow: 'joint-commissioning',
    ccg,
    round: round.id,
    data: forms.jointInterestForm(round.goLive, applicant.name),
  });
  const own: Application = { ...applicant, id };
  if (stop === 'interest') return;

  yield at(0.1);
  await play.act(id, own.assessor, 'InterestAcknowledged', { grounds: 'It fits the plan of the region.' });
  yield* step.engaged(play, own);
  if (stop === 'balloting') return yield* step.balloted(play, own, step.halfway(now));
  yield* step.agreed(play, own);
  yield* step.proposed(play, own, 'L2');
  if (stop === 'nobody-eligible') return yield* everyReviewerDeclares(play, own);
  yield* step.settled(play, own);

  yield at(0.6);
  await play.act(id, own.officer, 'ApplicationSubmitted', forms.jointApplicationForm());
  if (stop === 'submitted') return;
  yield at(0.7);
  await play.act(id, own.assessor, 'RegionRecommended', forms.jointRecommendation);
  if (stop === 'panel') return;
  yield* decided(play, own, stop);
  if (stop !== 'notice') return;
  yield season.afterGoLive(45);
  await play.act(id, own.officer, 'NoticeGiven', forms.notice(dayFrom(now, 30)));
}

async function* decided(play: Play, own: Application, stop: Stop): Story {
  const { id, ccg, region, assessor, season } = own;
  const rejected = stop === 'rejected';
  const decision = rejected
    ? forms.rejection(['financial-recovery', 'structural-burden', 'nhse-cannot-resource'])
    : forms.approval;
  yield season.at(0.8);
  const proposal = { case: id, title: 'Joint commissioning' };
  await play.decide(`panel@${region}`, `${region.toLowerCase()}-joint`, proposal, decision);
  if (rejected || stop === 'approved') return;
  yield season.at(0.85);
  await play.act(id, assessor, 'JointCommitteeEstablished', forms.jointCommittee(ccg));
}

/** Both who review constitutions have an interest in the CCG, one in a practice of it and declared too late. */
async function* everyReviewerDeclares(play: Play, { ccg, season: { at } }: Applicant): Story {
  const moment = at(0.6);
  yield moment;
  const practice = play.register.rollOf(ccg, londonDay(moment))[0]?.practice ?? ccg;
  const declarations = [
    {
      person: 'constitution@nhse',
      kind: 'personal',
      organisation: ccg,
      text: 'Married to its finance officer.',
      ago: 7,
    },
    {
      person: 'constitution-2@nhse',
      kind: 'financial',
      organisation: practice,
      text: 'Lets it its premises.',
      ago: 90,
    },
  ] as const;
  for (const { person, ago, ...interest } of declarations) {
    const id = idOf('interest', 'demonstration', person);
    const name = play.nameOf(person);
    const days = { aroseOn: dayFrom(moment, -ago), declaredOn: londonDay(moment) };
    await play.enter(person, { type: 'InterestRegistered', data: { id, person, name, ...interest, ...days } });
  }
}
