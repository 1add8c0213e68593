/** Durable transitions through HTTP, beside the same application answering a request that does nothing, and that beside a bare server. */
import { join } from 'node:path';
import type { Figure, Place } from './figures.js';
import { onService, type Hosted } from './hosted.js';
import type { Visitor } from './load.js';
import { beside, type Kind } from './rounds.js';
import type { Sized } from './service.js';

const connections = [1, 32, 128] as const;

/** `seconds` for each load, of which there are some hundred. */
export function httpFigures(folder: string, seconds: number): Promise<readonly Figure[]> {
  return onService(join(folder, 'service'), 'prepare', async (hosted) => {
    const { crowd, run } = hosted;
    // Whatever came first would pay for the compilation of all.
    for (const visitor of [nothing(hosted), nothing(hosted, '/as-much'), (index: number) => crowd.both(index)])
      await run(32, visitor, 2 * seconds);
    const figures: Figure[] = [];
    for (const count of connections) figures.push(...(await beside(seconds, count, kindsAt(count, hosted))));
    return [...figures, ...(await sizes(hosted, seconds)), ...(await crowded(hosted, seconds, 'ballot'))];
  });
}

/** The same for a log whose disk takes 5 ms more for each commit. */
export const slowFigures = (folder: string, seconds: number): Promise<readonly Figure[]> =>
  onService(join(folder, 'slow'), 'slow', (hosted) => crowded(hosted, seconds, 'slow ballot'));

const nothing =
  ({ crowd }: Hosted, more = '') =>
  (index: number): Visitor =>
    crowd.idle(index, `/api/bench/nothing${more}`);

function kindsAt(count: number, hosted: Hosted): readonly Kind[] {
  const { crowd, run, runBare } = hosted;
  const at = (line: string): Place => ({ group: 'transitions', line, at: count });
  const many = count === 1 ? '1 connection' : `${count} connections`;
  const bare = 'a bare Fastify POST with the same token check';
  const idle = `doing nothing, ${many}`;
  const both = (index: number): Visitor => crowd.both(index);
  const of = { run, ceiling: idle };
  return [
    { name: bare, run: runBare, visitor: nothing(hosted), place: at('bare Fastify') },
    { name: idle, run, visitor: nothing(hosted), ceiling: bare, place: at('doing nothing') },
    { name: '  with an answer of the same size', ...of, visitor: nothing(hosted, '/as-much') },
    { name: `durable transitions, ${many}`, ...of, visitor: both, place: at('full answer') },
    {
      name: `  answered with the least (Prefer: return=minimal), ${many}`,
      ...of,
      visitor: (index) => crowd.least(both(index)),
      place: at('Prefer: return=minimal'),
    },
    ...(count === 32
      ? [
          { name: '  only votes (commuting)', ...of, visitor: () => crowd.voter() },
          { name: '  only claims (If-Match)', ...of, visitor: (index: number) => crowd.claimant(index) },
        ]
      : []),
  ];
}

/** Practices of one ballot all vote at once, beside as many that vote over many ballots. The last has all practices of the largest CCG. */
async function crowded(
  { run, crowd, prepared: { hot } }: Hosted,
  seconds: number,
  group: 'ballot' | 'slow ballot',
): Promise<readonly Figure[]> {
  const slow = group === 'slow ballot' ? 'with 5 ms more for each commit, ' : '';
  const figures: Figure[] = [];
  for (const count of [8, 32, hot.practices.length]) {
    const many = `${slow}votes over many ballots, ${count} at once`;
    figures.push(
      ...(await beside(seconds, count, [
        { name: many, run, visitor: () => crowd.voter(), place: { group, line: 'many ballots', at: count } },
        {
          name: `  ${slow}one ballot, ${count} at once`,
          run,
          visitor: () => crowd.crowdedVoter(),
          ceiling: many,
          place: { group, line: 'one ballot', at: count },
        },
      ])),
    );
  }
  return figures;
}

/** Cases of few and of many events, and what is added meanwhile; nobody is in another's way. The slowest of a hundred counts. */
function sizes({ run, crowd, prepared }: Hosted, seconds: number): Promise<readonly Figure[]> {
  const kindOf = ({ events, cases }: Sized): Kind => ({
    name: `cases of ${events.toLocaleString('en-GB')} events, ${officers} connections`,
    run,
    visitor: (index) => crowd.officers(cases.filter((_, place) => place % officers === index)),
    place: { group: 'case', line: 'a case', at: events },
  });
  return beside(seconds, officers, prepared.sized.map(kindOf));
}

const officers = 8;
