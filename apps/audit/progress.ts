import { Presets, SingleBar } from 'cli-progress';
import type { Surroundings } from './command.js';
import type { Source } from './source.js';

export interface ProgressBar {
  /** Shows how far the source was read. Cheap enough to be called for each event. */
  show(): void;
  /** Shows that so much was read, in the unit of the source. */
  reached(done: number): void;
  /** Takes the bar away. */
  stop(): void;
}

/** A bar on a terminal's stderr, with what is being done; nothing anywhere else. */
export function progressOn({ stderr }: Surroundings, source: Source, doing = ''): ProgressBar {
  if (stderr.isTTY !== true) return { show: () => {}, reached: () => {}, stop: () => {} };
  const format = `${doing}${doing && ' '}{bar} {percentage} %, {eta_formatted} left`;
  // A handler of Ctrl-C would only run between pages; without one the process ends at once.
  const options = { format, stream: stderr, clearOnComplete: true, gracefulExit: false };
  const bar = new SingleBar(options, Presets.shades_classic);
  bar.start(source.total, 0);
  let calls = 0;
  return {
    show: () => {
      if (++calls % 250 === 0) bar.update(source.done());
    },
    reached: (done) => bar.update(done),
    stop: () => bar.stop(),
  };
}
