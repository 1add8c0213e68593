/** A service of the rollout's own: a process beside this one, on free ports, over a folder that is removed in the end. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface OwnService {
  readonly url: string;
  readonly issuer: string;
  readonly data: string;
  /** Stops it, and removes its folder unless that was named. */
  stop(): Promise<void>;
}

/** The rollout cannot run; the message says why and what to do. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
}

export const startsAt = '2014-05-09T09:00:00Z';

interface Begun {
  /** A folder to leave its data in. */
  readonly keep?: string | undefined;
  /** When its clock begins: as the rollout does, unless told. */
  readonly clock?: string;
  /** The invented register alone, unless told. */
  readonly seed?: 'register' | 'demo';
}

/** Starts the built service with the invented register. @throws CannotRun */
export async function startOwnService({ keep, ...begun }: Begun = {}): Promise<OwnService> {
  if (keep !== undefined && existsSync(keep) && readdirSync(keep).length > 0)
    throw new CannotRun(`--keep is “${keep}”; expected an empty folder or none, found files in it.`);
  const data = keep ?? mkdtempSync(join(tmpdir(), 'remit-rollout-'));
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, '../../apps/service/main.js')],
    { env: { ...foreign(), ...settings(data, begun) }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    if (keep === undefined) rmSync(data, { recursive: true, force: true });
  };
  try {
    return { ...(await addressesOf(child)), data, stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
}

/** The environment without what is meant for another service. */
const foreign = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('REMIT_') && name !== 'NODE_ENV'));

const settings = (data: string, { clock = startsAt, seed = 'register' }: Begun): NodeJS.ProcessEnv => ({
  NODE_ENV: 'development',
  REMIT_PORT: '0',
  REMIT_IDENTITY_PORT: '0',
  REMIT_DATA: data,
  REMIT_CLOCK: `simulated:${clock}`,
  REMIT_SEED: seed,
  REMIT_LOG_LEVEL: 'warn',
});

function addressesOf(child: ChildProcess): Promise<{ url: string; issuer: string }> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const [, url] = /(http\S+)\/api\/docs/.exec(said) ?? [];
      const [, issuer] = /Development identity\s+(http\S+)\s/.exec(said) ?? [];
      if (url && issuer) resolve({ url, issuer });
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new CannotRun(`The service did not start (exit status ${String(code)}); it said why above.`)),
    );
  });
}
