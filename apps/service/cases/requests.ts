/** What requests to the cases carry, checked before anything else. */
import { IsObject, IsOptional, Matches } from 'class-validator';
import { AnyInstant, Text } from '../../../workflows/fields.js';
import { Cursor, Verbatim, Whole } from '../requests/fields.js';

export class BeginBody {
  @Text('the name of a workflow', 100) workflow: string;
  /** Needed where the workflow is about a CCG. */
  @IsOptional() @Matches(/^\d{2}[A-Z]$/, { message: 'Enter the code of a CCG, such as 00C' }) ccg?: string;
  /** Needed where the workflow belongs to a round. */
  @IsOptional() @Text('the id of a round', 20) round?: string;
  /** The data of the first event. */
  @Verbatim() @IsObject({ message: 'Enter the data of the first event as an object' }) data: Record<string, unknown>;
}

export class EventBody {
  @Text('the type of the event', 100) type: string;
  /** The data of the event; its JSON Schema is at `/api/workflows/{name}/{version}/events/{type}`. */
  @Verbatim() @IsObject({ message: 'Enter the data of the event as an object' }) data: Record<string, unknown>;
}

export class CasesQuery {
  @IsOptional() @Matches(/^\d{2}[A-Z]$/, { message: 'Enter ccg as a code such as 00C' }) ccg?: string;
  @IsOptional() @Text('workflow', 100) workflow?: string;
  @IsOptional() @Text('state', 200) state?: string;
  @IsOptional() @Matches(/^Y\d{2}$/, { message: 'Enter region as a code such as Y54' }) region?: string;
  @IsOptional() @Text('round', 20) round?: string;
  @IsOptional() @Text('waitingOn', 50) waitingOn?: string;
  @IsOptional() @Cursor() cursor?: string;
  @Whole('limit', 1, 200) limit = 50;
}

export class MomentQuery {
  @IsOptional() @Whole('revision', 0, 999_999_999) revision?: number;
  /** A moment in UTC. */
  @IsOptional() @AnyInstant('asOf') asOf?: string;
}

export class HistoryQuery {
  /** Revision to go on after. */
  @Whole('after', -1, 999_999_999) after = -1;
  @Whole('limit', 1, 1000) limit = 200;
}
