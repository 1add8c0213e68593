/** Greater involvement (L1): noted, and in force without a process, under whichever version was in use when it began. */
import { applicantOf, dayFrom } from './application.js';
import * as forms from '../../../demonstration/forms.js';
import type { Play, Story } from './play.js';
import type { Season } from './season.js';

export interface Plot {
  readonly ccg: string;
  readonly season: Season;
  readonly stop: 'returned' | 'noted' | 'in-force' | 'ended';
}

export async function* involvement(play: Play, { ccg, season, stop }: Plot): Story {
  const { at, afterGoLive, round } = season;
  const { name, officer, assessor } = applicantOf(play, ccg, season);
  yield at(0.04);
  const { caseId: id, workflow } = await play.begin(officer, {
    workflow: 'greater-involvement',
    ccg,
    round: round.id,
    data: forms.involvementInterestForm(round.goLive, name),
  });
  yield at(0.2);
  if (stop === 'returned')
    return play.act(id, assessor, 'InterestReturned', { missing: 'Say who speaks for the CCG at the meetings.' });
  const note = workflow.version === '1' ? forms.involvementNote : forms.involvementNoteInFull;
  await play.act(id, assessor, 'InvolvementNoted', note);
  if (stop !== 'ended') return;
  yield afterGoLive(60);
  await play.act(id, officer, 'NoticeGiven', forms.notice(dayFrom(afterGoLive(60), 60)));
}
