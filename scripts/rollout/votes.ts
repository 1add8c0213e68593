/** Plans what each practice does in a ballot, so that the CCG's own counting rule gives the result a plot asks for. */
import { mulberry32 } from '../../demonstration/register/invented.js';
import { count, type CountingRule, type Member, type Tally } from '../../workflows/stages/mandate/counting.js';
import type { Choice } from '../../workflows/stages/mandate/events.js';

export interface Vote {
  readonly practice: string;
  readonly choice: Choice;
  /** What it votes first, where it changes its mind while the polls are open. */
  readonly before?: Choice;
}

type Result = Tally['result'];

/** How practices are inclined, as shares of the roll; the rest stays away. */
const inclinations: Readonly<Record<Result, Readonly<Record<Choice, number>>>> = {
  carried: { for: 0.68, against: 0.13, abstain: 0.06 },
  defeated: { for: 0.3, against: 0.48, abstain: 0.08 },
  inquorate: { for: 0.16, against: 0.06, abstain: 0.03 },
};

/**
 * Votes that come to `result` by `rule`; who has none stays away. The same seed gives the same votes. As few practices as needed do other
 * than they were inclined to.
 */
export function planVotes(rule: CountingRule, roll: readonly Member[], result: Result, seed: number): readonly Vote[] {
  const draw = mulberry32(seed);
  const planned = new Map(roll.map(({ practice }) => [practice, inclined(inclinations[result], draw())]));
  const found = (): Result => count(rule, roll, given(planned)).result;
  for (let now = found(); now !== result; now = found()) persuade(planned, result, now);
  const votes = Object.entries(given(planned)).map(([practice, choice]): Vote => ({ practice, choice }));
  return votes.map((vote, at) =>
    at % 29 === 4 ? { ...vote, before: vote.choice === 'for' ? 'against' : 'for' } : vote,
  );
}

type Plan = Map<string, Choice | undefined>;

const given = (planned: Plan): Record<string, Choice> =>
  Object.fromEntries([...planned].flatMap(([practice, choice]) => (choice ? [[practice, choice]] : [])));

function inclined(shares: Readonly<Record<Choice, number>>, drawn: number): Choice | undefined {
  if (drawn < shares.for) return 'for';
  if (drawn < shares.for + shares.against) return 'against';
  return drawn < shares.for + shares.against + shares.abstain ? 'abstain' : undefined;
}

/** One practice decides otherwise. When nobody is left to, everybody is of one mind, and that carries, defeats or is inquorate. */
function persuade(planned: Plan, wanted: Result, now: Result): void {
  const first = (...choices: readonly (Choice | undefined)[]): string => {
    for (const choice of choices) for (const [practice, own] of planned) if (own === choice) return practice;
    throw new RangeError(`This roll cannot come to ${wanted}`);
  };
  if (wanted === 'carried') planned.set(first(undefined, 'abstain', 'against'), 'for');
  else if (wanted === 'inquorate') planned.set(first('abstain', 'against', 'for'), undefined);
  else planned.set(now === 'inquorate' ? first(undefined) : first('for', 'abstain'), 'against');
}
