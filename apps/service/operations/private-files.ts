/** What the service keeps is for the user it runs as, and for nobody else on the machine. */
import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Whatever this process makes from now on can be read by its own user alone. */
export function keepPrivate(): void {
  process.umask(0o077);
}

/** Log and views with what lies beside them, which an older build made readable to all. */
const kept = /^(events|views)\.sqlite/;

/** Makes the folder of an instance, and takes from others what they may read in it. */
export function privateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(folder)) if (kept.test(name)) chmodSync(join(folder, name), 0o600);
}
