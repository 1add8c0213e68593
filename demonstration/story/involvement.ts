/** The path of greater involvement (L1): expressed and noted, with no process in between. */
import { londonDay } from '../../libs/workflow/london.js';
import { currentWorkflow } from '../../workflows/index.js';
import * as forms from '../forms.js';
import { meets, peopleOf, says, type Applicant } from './scene.js';
import type { Story } from './step.js';

const workflow = 'greater-involvement';

export function* involvement(applicant: Applicant): Story {
  const { ccg, name, round, when } = applicant;
  const { officer, assessor } = peopleOf(applicant);
  const data = forms.involvementInterestForm(round.goLive, name);
  const at = when('expressed');
  yield { to: 'begin', at, who: officer, type: 'InterestExpressed', workflow, ccg, round: round.id, data };
  if (meets(applicant, 'interest-returned')) {
    yield says(when('returned'), assessor, 'InterestReturned', forms.interestReturned);
    yield says(when('mended'), officer, 'InterestExpressed', data);
  }
  // Under its second version the note says more.
  const { version } = currentWorkflow(workflow, londonDay(at)) ?? { version: '1' };
  const note = version === '1' ? forms.involvementNote : forms.involvementNoteInFull;
  yield says(when('acknowledged'), assessor, 'InvolvementNoted', note);
}
