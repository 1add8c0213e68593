/** How far cases have come, in words. */
import { balloted, readMilestone } from '../../../../libs/views/milestones.js';
import { withdrawalReasons } from '../../../../workflows/application/anywhere-events.js';
import { workflows } from '../../../../workflows/index.js';
import { reasonCodes } from '../../../../workflows/stages/review/events.js';

const titles: ReadonlyMap<string, string> = new Map(
  workflows.flatMap(({ milestones = [] }) => milestones.map(({ name, title }) => [name, title] as const)),
);

const reasons: ReadonlyMap<string, string> = new Map(Object.entries({ ...reasonCodes, ...withdrawalReasons }));

/** Why a case was withdrawn or rejected. */
export const reasonInWords = (code: string): string => reasons.get(code) ?? code;

/** `not-recommended` → “Not recommended” */
export const inSentence = (outcome: string): string => {
  const words = outcome.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** A word of how far a case has come; undefined for any other. */
export function milestoneTitle(word: string): string | undefined {
  if (word === balloted) return 'Members were asked in a ballot';
  const read = readMilestone(word);
  const title = read && titles.get(read.milestone);
  if (read === undefined || title === undefined) return undefined;
  const at = `${title.charAt(0).toLowerCase()}${title.slice(1)}`;
  if (read.is === 'reached') return `Came as far as: ${at}`;
  if (read.is === 'open') return `Going on, furthest: ${at}`;
  const why = read.reason === undefined ? [] : [`(${reasonInWords(read.reason)})`];
  return [`${inSentence(read.outcome)}, furthest: ${at}`, ...why].join(' ');
}
