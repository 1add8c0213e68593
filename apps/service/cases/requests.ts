/** What requests to the cases carry, checked before anything else. */
import { CcgCode, RegionCode } from '../../../libs/forms/codes.js';
import { AnyInstant } from '../../../libs/forms/days.js';
import { IdOf, Line, Optional } from '../../../libs/forms/decorators.js';
import { Cursor, Verbatim, Whole } from '../requests/fields.js';

export class BeginBody {
  @Line('the name of a workflow', { longest: 100, label: 'Workflow' }) workflow: string;
  @Optional('Needed where the workflow is about a CCG.') @CcgCode('the CCG') ccg?: string;
  @Optional('Needed where the workflow belongs to a round.')
  @IdOf('the round', { longest: 20 })
  round?: string;
  @Verbatim('the data of the first event', 'an object') data: Record<string, unknown>;
}

export class EventBody {
  @Line('the type of the event', { longest: 100 }) type: string;
  @Verbatim('the data of the event', 'an object', {
    hint: 'Its JSON Schema is at `/api/workflows/{name}/{version}/events/{type}`.',
  })
  data: Record<string, unknown>;
}

export class CasesQuery {
  @Optional('Only cases of this CCG.') @CcgCode('the CCG') ccg?: string;
  @Optional('Only cases of this workflow.') @Line('the workflow', { longest: 100 }) workflow?: string;
  @Optional('Only cases in this state.') @Line('the state') state?: string;
  @Optional('Only cases of this region.') @RegionCode('the region') region?: string;
  @Optional('Only cases of this round.') @Line('the round', { longest: 20 }) round?: string;
  @Optional('Only cases that wait on this role.') @Line('the role a case waits on', { longest: 50 }) waitingOn?: string;
  @Optional('To go on with a list.') @Cursor() cursor?: string;
  @Whole('the most cases in a page', 1, 200) limit = 50;
}

export class MomentQuery {
  @Optional('To see the case as it stood at this revision.') @Whole('the revision', 0, 999_999_999) revision?: number;
  @Optional('To see the case as it stood at this moment, in UTC.') @AnyInstant('the moment') asOf?: string;
}

export class HistoryQuery {
  @Whole('the revision to go on after', -1, 999_999_999) after = -1;
  @Whole('the most events in a page', 1, 1000) limit = 200;
}
