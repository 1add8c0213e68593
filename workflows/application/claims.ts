/** Claims: who has a case in hand in a queue, who had it last, and how each claim ended. */
import type { Choice, Claims } from '../../libs/workflow/index.js';
import type { ClaimOver } from '../../libs/workflow/claims.js';
import { momentInWords } from '../../libs/workflow/london.js';
import type { Claimed, Context, FactOf } from './words.js';

type Kept = Pick<Context, 'claims' | 'claimed'>;
type Changed = Partial<Kept>;

export const withClaim = ({ claims }: Kept, { data, actor, at }: FactOf<'CaseClaimed'>): Changed => ({
  claims: { ...claims, [data.queue]: { ...actor, at } },
});

const over: Readonly<Record<ClaimOver, string>> = {
  left: 'the case left the queue',
  moved: 'the CCG went to another region',
  barred: 'they could not act on the case any more',
  role: 'they had the role no more',
};

/** Whoever gave it back, or what it rested on that has gone. */
export function withoutClaim(
  { claims, claimed }: Kept,
  { type, data, actor, at }: FactOf<'CaseReleased'> | FactOf<'ClaimEnded'>,
): Changed {
  const { [data.queue]: claim, ...others } = claims;
  if (claim === undefined) return {};
  const how = type === 'ClaimEnded' ? over[data.because] : `${actor.name} released it`;
  return { claims: others, claimed: { ...claimed, [data.queue]: { ...claim, how, endedAt: at } } };
}

/** The queues in which somebody has the case in hand, for whoever gives it back. */
export const claimedQueues = ({ claims }: Pick<Context, 'claims'>): readonly Choice[] =>
  Object.entries(claims).map(([queue, { name }]) => ({
    value: queue,
    words: `${queue.replaceAll('-', ' ')}, claimed by ${name}`,
  }));

/** A queue is called what whoever claims a case in it calls it, and every object has some names of its own. */
export const claimIn = <Each>(claims: Readonly<Record<string, Each>>, queue: string): Each | undefined =>
  Object.hasOwn(claims, queue) ? claims[queue] : undefined;

/** Who had it last, as whoever finds no claim is told. */
export const endInWords = ({ name, at, how, endedAt }: Claimed): string =>
  `${name} claimed it there at ${momentInWords(at)}, and ${how} at ${momentInWords(endedAt)}.`;

/** As readers are told. */
export const toldOf = (claims: Claims) =>
  Object.fromEntries(Object.entries(claims).map(([queue, { id, name, role, at }]) => [queue, { id, name, role, at }]));
