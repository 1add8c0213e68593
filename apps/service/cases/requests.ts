/** What requests to the cases carry, checked before anything else. */
import { Type } from 'class-transformer';
import { IsInt, IsISO8601, IsObject, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

export class BeginBody {
  @IsString({ message: 'Enter the name of a workflow' }) @MaxLength(100) workflow: string;
  @Matches(/^\d{2}[A-Z]$/, { message: 'Enter the code of a CCG, such as 00C' }) ccg: string;
  @IsString({ message: 'Enter the id of a round' }) @MaxLength(20) round: string;
  /** The data of the first event. */
  @IsObject({ message: 'Enter the data of the first event as an object' }) data: Record<string, unknown>;
}

export class EventBody {
  @IsString({ message: 'Enter the type of the event' }) @MaxLength(100) type: string;
  /** The data of the event; its JSON Schema is at `/api/workflows/{name}/{version}/events/{type}`. */
  @IsObject({ message: 'Enter the data of the event as an object' }) data: Record<string, unknown>;
}

export class CasesQuery {
  @IsOptional() @Matches(/^\d{2}[A-Z]$/, { message: 'Enter ccg as a code such as 00C' }) ccg?: string;
  @IsOptional() @IsString() @MaxLength(100) workflow?: string;
  @IsOptional() @IsString() @MaxLength(200) state?: string;
  @IsOptional() @Matches(/^Y\d{2}$/, { message: 'Enter region as a code such as Y54' }) region?: string;
  @IsOptional() @IsString() @MaxLength(20) round?: string;
  @IsOptional() @IsString() @MaxLength(50) waitingOn?: string;
  @IsOptional() @IsString() @MaxLength(300) cursor?: string;
  @Type(() => Number) @IsInt({ message: 'Enter limit as a whole number' }) @Min(1) @Max(200) limit = 50;
}

export class MomentQuery {
  @IsOptional() @Type(() => Number) @IsInt({ message: 'Enter revision as a whole number' }) @Min(0) revision?: number;
  /** A moment in UTC. */
  @IsOptional()
  @Matches(/Z$/, { message: 'Enter asOf in UTC, as YYYY-MM-DDThh:mm:ssZ' })
  @IsISO8601({ strict: true }, { message: 'Enter asOf as YYYY-MM-DDThh:mm:ssZ' })
  asOf?: string;
}

export class HistoryQuery {
  /** Revision to go on after. */
  @Type(() => Number) @IsInt({ message: 'Enter after as a whole number' }) @Min(-1) after = -1;
  @Type(() => Number) @IsInt({ message: 'Enter limit as a whole number' }) @Min(1) @Max(1000) limit = 200;
}
