import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';

/** Where the figures were taken. */
export interface Environment {
  readonly processors: number;
  readonly model: string;
  /** GB. */
  readonly memory: number;
  readonly node: string;
  readonly disk: string;
  /** Median of writing 4 KB and flushing them to the disk, in milliseconds. */
  readonly fsync: number;
}

export function environmentOf(folder: string): Environment {
  const processors = cpus();
  return {
    processors: processors.length,
    model: processors[0]?.model.trim() ?? 'unknown',
    memory: Math.round(totalmem() / 1e9),
    node: process.versions.node,
    disk: folder,
    fsync: fsyncTime(join(folder, 'fsync')),
  };
}

function fsyncTime(file: string): number {
  const descriptor = openSync(file, 'w');
  const page = Buffer.alloc(4_096, 1);
  const took = Array.from({ length: 200 }, () => {
    const began = performance.now();
    writeSync(descriptor, page);
    fdatasyncSync(descriptor);
    return performance.now() - began;
  });
  closeSync(descriptor);
  return took.sort((a, b) => a - b)[100] ?? 0;
}
