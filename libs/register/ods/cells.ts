import { isOneLine, isVisible } from '../../workflow/text.js';
import type { Day } from '../model.js';
import type { Line, RefusedLine } from './lines.js';

/** Longest name of an organisation, in characters. */
const longestName = 200;

/**
 * Takes the cells of a line one by one and remembers the first that is wrong. What it gives for a wrong cell is of no use: ask `refusal`
 * before using any.
 */
export class Cells {
  #refusal: RefusedLine | undefined;
  readonly #code: string | null;

  /** @param code whom the line is about, for a refusal to name */
  constructor(
    private readonly line: Line,
    code: string,
  ) {
    this.#code = isOneLine(code) ? code.slice(0, 20) : null;
  }

  get refusal(): RefusedLine | undefined {
    return this.#refusal;
  }

  /** The row made of the cells, unless one of them is wrong. */
  or<Row>(row: Row): Row | RefusedLine {
    return this.#refusal ?? row;
  }

  text(column: number): string {
    return (this.line.fields[column] ?? '').trim();
  }

  like(column: number, shape: RegExp, what: string, example: string): string {
    const text = this.text(column);
    if (!shape.test(text)) this.refuse(`The ${what} is ${quoted(text)}.`, `Enter a ${what} such as ${example}.`);
    return text;
  }

  name(column: number): string {
    const text = this.text(column);
    if (!isVisible(text)) this.refuse('The name is missing.', 'Enter the name of the organisation.');
    if (text.length > longestName || !isOneLine(text))
      this.refuse(
        'The name is too long, or holds control characters or characters that change its direction.',
        'Enter the name of the organisation.',
      );
    return text;
  }

  /** Written YYYYMMDD; null when the cell is empty. */
  day(column: number, what: string): Day | null {
    const text = this.text(column);
    if (text === '') return null;
    const [, year, month, day] = /^((?:19|20)\d\d)(\d\d)(\d\d)$/.exec(text) ?? [];
    const iso = `${year ?? ''}-${month ?? ''}-${day ?? ''}`;
    const moment = Date.parse(`${iso}T00:00:00Z`);
    // Date.parse takes 30 February for 1 March.
    if (Number.isNaN(moment) || new Date(moment).toISOString().slice(0, 10) !== iso)
      this.refuse(`The ${what} is ${quoted(text)}.`, `Enter the ${what} as YYYYMMDD, a date that exists.`);
    return iso;
  }

  whole(column: number, what: string): number {
    const text = this.text(column);
    if (!/^\d{1,7}$/.test(text)) this.refuse(`The ${what} is ${quoted(text)}.`, `Enter the ${what} as a whole number.`);
    return Number(text);
  }

  refuse(because: string, mend: string): RefusedLine {
    this.#refusal ??= { line: this.line.line, code: this.#code, because, mend };
    return this.#refusal;
  }
}

const quoted = (text: string): string => (text === '' ? 'missing' : `“${text.slice(0, 40)}”`);
