/** What every step of a story needs. */
import type { CountingRule, Member } from '../../../workflows/stages/mandate/counting.js';
import type { Agenda } from '../agenda.js';
import type { Calendar } from '../calendar.js';
import type { Casework } from '../casework.js';
import type { Plot } from '../plots.js';
import type { wordsOf } from './words.js';

/** What a story needs to know of its CCG, beside its plot. */
export interface Ccg {
  readonly name: string;
  readonly counting: CountingRule;
  readonly roll: readonly Member[];
  /** A practice of another CCG. */
  readonly stranger: string;
}

export interface Scene {
  readonly plot: Plot;
  readonly ccg: Ccg;
  readonly calendar: Calendar;
  readonly work: Casework;
  /** What the committees meet about. */
  readonly agenda: Agenda;
  readonly words: (typeof wordsOf)['L3' | 'L2'];
  readonly officer: string;
  readonly assessor: string;
}

/** Steps of a story; true when it goes on after them. */
export type Steps = AsyncGenerator<Date, boolean>;
