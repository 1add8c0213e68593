import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  at(done: number, all: number): void;
  stop(): void;
}

/** A bar on a terminal; elsewhere nothing. */
export function progressOf(what: string, stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) return { at: () => {}, stop: () => {} };
  const format = `${what} {bar} {percentage} %`;
  const bar = new SingleBar({ format, stream, clearOnComplete: true, gracefulExit: false }, Presets.shades_classic);
  let begun = false;
  return {
    at: (done, all) => {
      if (!begun) bar.start(all, 0);
      begun = true;
      bar.setTotal(all);
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}
