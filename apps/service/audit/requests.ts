/** What is asked of the whole history, checked before anything else. What cannot be filtered by is refused. */
import { CcgCode, RegionCode } from '../../../libs/forms/codes.js';
import { DayOrInstant } from '../../../libs/forms/days.js';
import { AnyLine, IdOf, Line, OneOf, Optional } from '../../../libs/forms/decorators.js';
import { Whole } from '../requests/fields.js';
import { FilterForm } from '../requests/sent-empty.js';
import { howToSay } from './moment.js';

const farthest = 999_999_999_999;

/** When, by time or by place in the log. */
class Window {
  @Optional('From this day in London on, or from this moment in UTC.') @DayOrInstant('the first day') from?: string;
  @Optional('To the end of this day in London, or before this moment in UTC.')
  @DayOrInstant('the last day')
  until?: string;
  @Optional('From this position of the log on.') @Whole('the first position', 1, farthest) first?: number;
  @Optional('Up to this position of the log.') @Whole('the last position', 1, farthest) last?: number;
}

class Filter extends Window {
  @Optional('Only what was recorded in this stream.') @Line('the stream', { longest: 100 }) stream?: string;
  @Optional('Only events of this type.') @Line('the type', { longest: 100 }) type?: string;
  @Optional('Only what this person did, as they are known where they sign in.') @Line('the person') person?: string;
  @Optional('Only what was done in this role.') @Line('the role', { longest: 50 }) role?: string;
  @Optional('Only what was done for this organisation, by its code.')
  @Line('the organisation', { longest: 100 })
  organisation?: string;
  @Optional('Only what is about this case: recorded, refused or read.')
  @Line('the case', { longest: 100 })
  case?: string;
  @Optional('Only what is about this CCG.') @CcgCode('the CCG') ccg?: string;
  @Optional('Only what is about cases of this workflow.') @Line('the workflow', { longest: 100 }) workflow?: string;
  @Optional('Only attempts that were refused by this rule.') @Line('the rule', { longest: 20 }) rule?: string;
  @Optional('Only attempts that were refused for such a reason.')
  @Line('the kind of refusal', { longest: 50 })
  because?: string;
  @Optional('Of refused attempts the type that was attempted; of readings what was read.')
  @Line('what was attempted or read', { longest: 100 })
  detail?: string;
}

export class EventsQuery extends Filter {
  @Optional('To go on with a list: events before this position.')
  @Whole('the position to go on before', 1, farthest)
  before?: number;
  @Whole('the most events in a page', 1, 1000) limit = 50;
}

@FilterForm()
export class SearchQuery extends Filter {
  @Optional('To go on with the list.') @Whole('the position to go on before', 1, farthest) before?: number;
}

/** A form’s fields for a file of all matches. */
@FilterForm()
export class FileQuery extends Filter {}

export class RefusalsQuery extends Window {
  @Optional('Only by this rule.') @Line('the rule', { longest: 20 }) rule?: string;
  @Optional('Only what this person attempted, as they are known where they sign in.')
  @Line('the person')
  person?: string;
  @Optional('Only what was attempted for this organisation.')
  @Line('the organisation', { longest: 100 })
  organisation?: string;
}

@FilterForm()
export class RefusalsForm extends RefusalsQuery {}

@FilterForm()
export class ReadingsForm extends Window {
  @Optional('Only what this person read, as they are known where they sign in.') @Line('the person') person?: string;
  @Optional('Only readings of this kind.') @Line('the kind', { longest: 100 }) type?: string;
  @Optional('Only readings of this case.') @Line('the case', { longest: 100 }) case?: string;
  @Optional('To go on with the list.') @Whole('the position to go on before', 1, farthest) before?: number;
}

export class ReadingsQuery extends Window {
  @Optional('Only what this person read, as they are known where they sign in.') @Line('the person') person?: string;
  @Optional('Only readings of this kind.') @Line('the kind', { longest: 100 }) type?: string;
  @Optional('Only readings of this case.') @IdOf('the case', { longest: 100 }) case?: string;
  @Optional('To go on with a list: readings before this position.')
  @Whole('the position to go on before', 1, farthest)
  before?: number;
  @Whole('the most readings in a page', 1, 1000) limit = 50;
}

export class MomentQuery {
  @Optional(`The moment: ${howToSay}. Now unless you say another.`) @AnyLine('the moment', 40) at?: string;
}

@FilterForm()
export class MomentForm extends MomentQuery {}

const tables = { stages: 'Stages', queues: 'Queues', levels: 'Levels', outcomes: 'Outcomes' } as const;
export type TableName = keyof typeof tables;

@FilterForm()
export class MomentFileForm extends MomentQuery {
  @OneOf('the table', tables) table: TableName;
}

@FilterForm()
export class CasesThenFileForm extends MomentQuery {
  @Optional('Only those in this stage, or that had ended so.') @Line('the stage', { longest: 50 }) state?: string;
  @Optional('Only those of this workflow.') @Line('the workflow', { longest: 100 }) workflow?: string;
  @Optional('Only those of this level.') @Line('the level', { longest: 20 }) level?: string;
  @Optional('Only those of this region.') @RegionCode('the region') region?: string;
  @Optional('Only those of this round.') @Line('the round', { longest: 20 }) round?: string;
  @Optional('Only those that waited on this role.') @Line('the role', { longest: 50 }) waitingOn?: string;
  @Optional('Only those that waited in this queue.') @Line('the queue', { longest: 50 }) queue?: string;
}

@FilterForm()
export class CasesThenForm extends CasesThenFileForm {
  @Optional('To go on with the list.') @Whole('the place to go on after', 1, farthest) after?: number;
}

const changes = { began: 'Began', moved: 'Moved', ended: 'Ended' } as const;

export class DifferenceQuery {
  @Line(`the earlier moment, ${howToSay}`, { longest: 40, label: 'Earlier moment' }) from: string;
  @Line(`the later moment, ${howToSay}`, { longest: 40, label: 'Later moment' }) to: string;
  @Optional('Only cases that changed so.') @OneOf('the change', changes) change?: keyof typeof changes;
  @Optional('To go on with the list.') @Whole('the place to go on after', 1, farthest) after?: number;
  @Whole('the most cases in a page', 1, 1000) limit = 50;
}

@FilterForm()
export class DifferenceForm {
  @Optional(`The earlier moment: ${howToSay}.`) @AnyLine('the earlier moment', 40) from?: string;
  @Optional(`The later moment: ${howToSay}.`) @AnyLine('the later moment', 40) to?: string;
  @Optional('Only cases that changed so.') @OneOf('the change', changes) change?: keyof typeof changes;
  @Optional('To go on with the list.') @Whole('the place to go on after', 1, farthest) after?: number;
}
