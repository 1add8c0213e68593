/** What a text may hold, so that everybody who reads it later reads what was written. */

/** Tab and line break (a line feed, or a carriage return before one) lay a text out; every other control character hides or forges it. */
const controls = /[^\P{Cc}\t\n\r]|\r(?!\n)/u;

/** Embeddings, overrides and isolates of UAX #9: they make a text read otherwise than it is stored. Marks of direction stay. */
const reordering = /[\u202a-\u202e\u2066-\u2069]/u;

/** A letter, number, sign or symbol that is drawn; fillers and the blank of Braille are none. */
const drawn = /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u;

/** What a text holds that no text may, in words to be removed; undefined when it holds nothing of the kind. */
export function unfitIn(text: string): string | undefined {
  if (!text.isWellFormed()) return 'broken characters (halves of a surrogate pair)';
  if (controls.test(text)) return 'control characters other than tabs and line breaks';
  if (reordering.test(text)) return 'characters that change the direction of the text';
  return undefined;
}

/** Whether anybody would see something where the text stands. */
export const isVisible = (text: string): boolean => drawn.test(text);

/** A name or an id: one line that is seen as it was written. */
export const isOneLine = (text: string): boolean =>
  isVisible(text) && unfitIn(text) === undefined && !/[\t\r\n]/.test(text);
