/** CCGs that apply for delegated commissioning together, until the members of one say no. */
import { caseInGroup } from '../casework/ids.js';
import * as step from './application.js';
import { applicantOf, type Application } from './application.js';
import * as forms from '../../../demonstration/forms.js';
import type { Play, Story } from './play.js';
import type { Season } from './season.js';

export interface Plot {
  /** The first two go without a ballot; the members of the third vote, and say no. */
  readonly ccgs: readonly [string, string, string];
  readonly season: Season;
}

export async function* group(play: Play, { ccgs, season }: Plot): Story {
  const { at, round } = season;
  yield at(0.03);
  const applications = await begunTogether(play, ccgs, season);
  const [lead, other, leaver] = applications;

  yield at(0.1);
  const acknowledgement = { readiness: 'ready', grounds: 'Three neighbours with one plan.' };
  for (const { id, assessor } of applications) await play.act(id, assessor, 'InterestAcknowledged', acknowledgement);
  yield at(0.12);
  const inCommon = { name: 'Primary care committees in common', ccgs, purpose: 'One agenda and one set of papers.' };
  for (const { id, officer } of applications) await play.act(id, officer, 'CommitteeInCommonRecorded', inCommon);
  for (const each of applications) yield* step.engaged(play, each);
  yield* step.balloted(play, leaver, { voting: step.mostlyAgainst, closes: at(0.4) });
  for (const each of [lead, other]) yield* step.agreed(play, each);
  yield* step.verified(play, leaver);

  yield at(0.6);
  const agreement = { statement: `The governing body agreed to go on for ${round.goLive}.` };
  await play.act(lead.id, lead.officer, 'GroupContinuationAgreed', agreement);
}

type Three<T> = readonly [T, T, T];

/** One officer expresses the interest of all; those of the others join. */
async function begunTogether(play: Play, ccgs: Plot['ccgs'], season: Season): Promise<Three<Application>> {
  const { round } = season;
  const lead = applicantOf(play, ccgs[0], season);
  const { event } = await play.begin(lead.officer, {
    workflow: 'delegated-commissioning',
    ccg: lead.ccg,
    round: round.id,
    data: forms.groupInterestForm(round.goLive, `${lead.name} and two neighbours`, ccgs),
  });
  const of = (ccg: string): Application => ({
    ...applicantOf(play, ccg, season),
    id: caseInGroup(String(event.data['groupId']), ccg),
  });
  const applications = [lead.ccg, ccgs[1], ccgs[2]].map(of) as unknown as Three<Application>;
  const joining = { statement: 'The governing body agreed to apply with its neighbours.' };
  for (const { id, officer } of applications.slice(1)) await play.act(id, officer, 'GroupJoined', joining);
  return applications;
}
