/** What a route of a page answers, as a value: the adapter draws it. */

/**
 * What a template is given beside the frame. `title` is the page's own, without case and service; with what stands beside it, the browser's
 * title is that of no other address.
 */
export interface View {
  readonly title: string;
  /** Which page of those for one act it is, beside the first: “Check your answers”. */
  readonly step?: string;
  /** How far on in a list, where its address does not say it by `page`. */
  readonly part?: string;
  /** What tells it from another of the same words: the beginning of an id. */
  readonly reference?: string;
  /** What the title is about, for the browser's: “NHS Bramblelowe CCG”. */
  readonly about?: string;
  readonly breadcrumbs?: readonly Crumb[];
  /** What was typed and cannot be taken: said first of all, and in the title. */
  readonly errors?: readonly PageError[];
  readonly [name: string]: unknown;
}

export interface Crumb {
  readonly text: string;
  readonly href: string;
}

export interface PageError {
  readonly text: string;
  /** To the field at fault. */
  readonly href?: string;
}

/** A page. `template` is a path from `apps/service/`, without its ending. */
export class Shown {
  constructor(
    readonly template: string,
    readonly view: View,
    readonly status = 200,
  ) {}
}

/** Go there, and with GET, whatever was asked with. An address of this service, from its root. */
export class SeeOther {
  constructor(readonly to: string) {}
}

/** A file beside a page. */
export class Download {
  constructor(
    readonly name: string,
    readonly type: string,
    /** All of it, or one part after another as they are ready. */
    readonly body: string | AsyncIterable<string>,
  ) {}
}

export type Answered = Shown | SeeOther | Download;

export const isAnswered = (value: unknown): value is Answered =>
  value instanceof Shown || value instanceof SeeOther || value instanceof Download;
