import { readFileSync } from 'node:fs';

/** What a process holds in memory and what it held at most, in bytes, as Linux tells them (proc(5)); NaN elsewhere, and of one that ended. */
export function memoryOf(pid: number): { readonly resident: number; readonly most: number } {
  let status = '';
  try {
    status = readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    // Told by the numbers.
  }
  const read = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? NaN) * 1024;
  return { resident: read('VmRSS'), most: read('VmHWM') };
}
