/** Two texts, word by word. */
import { diffWordsWithSpace, type Change } from 'diff';

export interface Run {
  readonly text: string;
  /** Whether the other text has it too. */
  readonly isShared: boolean;
}

export interface Differences {
  /** The one text, whole. */
  readonly before: readonly Run[];
  /** The other one, whole. */
  readonly after: readonly Run[];
  /** False where they are too different, or too long, to be told apart word by word in time; each is one run then. */
  readonly isWordByWord: boolean;
}

/** Longest that may be worked on it, in milliseconds: texts have 4,000 characters at most, and all that is asked waits meanwhile. */
const longest = 50;

export function differencesBetween(before: string, after: string, timeout = longest): Differences {
  const changes = before === after ? [] : diffWordsWithSpace(before, after, { timeout });
  if (changes === undefined)
    return {
      before: runs([{ text: before, isShared: false }]),
      after: runs([{ text: after, isShared: false }]),
      isWordByWord: false,
    };
  if (changes.length === 0) {
    const same = runs([{ text: after, isShared: true }]);
    return { before: same, after: same, isWordByWord: true };
  }
  const isOf = (kind: 'added' | 'removed') => (change: Change, at: number) =>
    isGap(changes, at) ? { text: change.value, isShared: false } : { text: change.value, isShared: !change[kind] };
  return {
    before: runs(changes.map(isOf('removed')).filter((_, at) => !changes[at]?.added)),
    after: runs(changes.map(isOf('added')).filter((_, at) => !changes[at]?.removed)),
    isWordByWord: true,
  };
}

/** A space between two words that were changed: people read the words as one change. */
function isGap(changes: readonly Change[], at: number): boolean {
  const [before, here, after] = [changes[at - 1], changes[at], changes[at + 1]];
  return (
    [before, after].every((each) => each?.added === true || each?.removed === true) && /^ +$/.test(here?.value ?? '.')
  );
}

/** Neighbours of one kind are one. */
function runs(parts: readonly Run[]): readonly Run[] {
  const joined: Run[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last?.isShared === part.isShared) joined[joined.length - 1] = { ...last, text: last.text + part.text };
    else joined.push(part);
  }
  return joined;
}
