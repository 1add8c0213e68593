import { Presets, SingleBar } from 'cli-progress';

/** Where the rollout is on its way through the years. */
export interface Progress {
  /** @param requests answered so far */
  at(moment: Date, requests: number): void;
  stop(): void;
}

/** Where progress is shown, a terminal or not. */
export type Terminal = NodeJS.WritableStream & { readonly isTTY?: boolean };

/** A bar on a terminal; elsewhere a line at the end of each of the stretches. */
export function progressFrom(start: Date, end: Date, stream: Terminal): Progress {
  const began = performance.now();
  if (!stream.isTTY) {
    const waiting = stretches.map(({ until, what }) => ({ until: new Date(until), what }));
    return {
      at: (moment, requests) => {
        while (waiting[0] && moment > waiting[0].until) {
          const seconds = ((performance.now() - began) / 1000).toFixed(1);
          stream.write(`${waiting.shift()?.what ?? ''}: ${requests} requests, ${seconds} s\n`);
        }
      },
      stop: () => {},
    };
  }
  const format = '{bar} {day} · {requests} requests';
  const bar = new SingleBar({ format, stream, clearOnComplete: true, gracefulExit: false }, Presets.shades_classic);
  const payload = (moment: Date, requests: number) => ({ day: moment.toISOString().slice(0, 10), requests });
  bar.start(end.getTime() - start.getTime(), 0, payload(start, 0));
  return {
    at: (moment, requests) => bar.update(moment.getTime() - start.getTime(), payload(moment, requests)),
    stop: () => bar.stop(),
  };
}

const stretches = [
  { until: '2014-06-30T00:00:00Z', what: 'Interest expressed, June 2014' },
  { until: '2014-10-01T00:00:00Z', what: 'Interest sorted, September 2014' },
  { until: '2014-12-15T00:00:00Z', what: 'Members voted, December 2014' },
  { until: '2015-01-10T00:00:00Z', what: 'Applications in, 9 January 2015' },
  { until: '2015-04-01T12:00:00Z', what: 'First round in force, 1 April 2015' },
  { until: '2015-11-07T12:00:00Z', what: 'Second round’s applications in, November 2015' },
  { until: '2016-04-01T12:00:00Z', what: 'Second cohort in force, 1 April 2016' },
] as const;
