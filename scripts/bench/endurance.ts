/** What the service holds in memory with many open cases, while it is under load. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { sqliteLog } from '../../libs/event-log/sqlite.js';
import type { Figure } from './figures.js';
import { onService } from './hosted.js';
import { memoryOf } from './memory.js';
import { fillOpen } from './open-cases.js';

const openCases = 10_000;

/** How often memory is looked at. */
const looks = 60;

/** First each open case is acted on once, so that memory has had all of them; then votes and claims for so many seconds. */
export async function enduranceFigures(folder: string, seconds: number): Promise<readonly Figure[]> {
  const data = join(folder, 'endurance');
  mkdirSync(data, { recursive: true });
  const log = await sqliteLog({ file: join(data, 'events.sqlite') });
  const [open = []] = await fillOpen(log, [{ events: 1, cases: openCases }]).finally(() => log.close());
  return onService(
    data,
    'full',
    async ({ pid, crowd, run }) => {
      const officers = crowd.officers(open);
      let left = open.length;
      while (left > 0) left -= (await run(32, () => officers, 1)).requests;
      const began = performance.now();
      const seen: Seen[] = [];
      const lookAgain = (): void => {
        seen.push({ at: (performance.now() - began) / 1_000, value: memoryOf(pid).resident / 1e6 });
      };
      const look = setInterval(lookAgain, (seconds * 1_000) / looks);
      const { requests } = await run(32, (index) => crowd.both(index), seconds).finally(() => clearInterval(look));
      return figuresOf(seen, requests, seconds);
    },
    open,
  );
}

interface Seen {
  readonly at: number;
  readonly value: number;
}

/** Memory at the end beside that when the first fifth of the load was over, and the most that was seen. */
function figuresOf(seen: readonly Seen[], requests: number, seconds: number): readonly Figure[] {
  const middle = (part: readonly Seen[]): number =>
    part.map(({ value }) => value).sort((a, b) => a - b)[Math.floor(part.length / 2)] ?? NaN;
  const fifth = Math.ceil(seen.length / 5);
  const of = `${openCases.toLocaleString('en-GB')} open cases, ${seconds} s of load`;
  return [
    {
      name: `memory with ${of}, ${requests.toLocaleString('en-GB')} transitions`,
      value: middle(seen.slice(-fifth)),
      unit: 'MB',
      ceiling: { name: 'after the first fifth of it', value: middle(seen.slice(fifth, 2 * fifth)) },
      place: { group: 'load memory', line: 'resident', at: seconds },
      course: seen,
    },
    {
      name: '  at most',
      value: Math.max(...seen.map(({ value }) => value)),
      unit: 'MB',
      place: { group: 'load memory', line: 'at most', at: seconds },
    },
  ];
}
