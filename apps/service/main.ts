import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { EventLog } from '../../libs/event-log/index.js';
import { withoutSecrets } from '../../libs/event-log/kurrentdb-url.js';
import { addressIn, environmentFrom, limitOf, registrarsIn, WrongEnvironment, type Environment } from './config.js';
import { makeLog } from './lost-log.js';
import { PinoLogger } from './http/logger.js';
import { keepPrivate } from './operations/private-files.js';
import { developmentIssuer, type Seed } from './seed.js';
import { clockFrom, startService, type PagesOptions, type ServiceOptions } from './service.js';
import { sessionLimits } from './session/sessions.js';
import { clientKeyIn, NoClientKey } from './sign-in/client-key.js';

/** Starts the service, in development with its identity beside it. Exit status 2: the environment is wrong; 1: it cannot start. */
async function main(): Promise<void> {
  keepPrivate();
  const environment = environmentFrom(process.env);
  const pages = await pagesFrom(environment);
  // Before the identity leaves anything there.
  if (environment.REMIT_STORE === 'sqlite') await makeLog(foldersIn(environment));
  const { REMIT_ISSUER: others } = environment;
  const identity = others === undefined ? await startIdentity(environment) : { issuer: others, stop: undefined };
  try {
    const log = await sharedLog(environment);
    const service = await startService({ ...optionsFrom(environment, identity), pages, ...(log && { log }) });
    if (service.seeded)
      say(
        seedIn(environment) === 'demo'
          ? 'Loaded the invented register and the demonstration.'
          : 'Loaded the invented register.',
      );
    // Whoever reads that it is ready may stop it at once.
    const stopped = signalled();
    greet(service.url, others === undefined ? identity.issuer : undefined);
    await stopped;
    say('Stopping.');
    await service.close();
  } finally {
    await identity.stop?.();
  }
}

const isProduction = ({ NODE_ENV }: Environment): boolean => NODE_ENV === 'production';

const foldersIn = ({ REMIT_DATA: data, REMIT_DOCUMENTS: documents = data }: Environment) => ({ data, documents });

const seedIn = (environment: Environment): Seed =>
  environment.REMIT_SEED ?? (isProduction(environment) ? 'none' : 'demo');

function optionsFrom(environment: Environment, { issuer }: { readonly issuer: string }): ServiceOptions {
  const { REMIT_RESTORED: restored, REMIT_METRICS_TOKEN: metricsToken, REMIT_KURRENTDB_URL: url } = environment;
  const logger = new PinoLogger(environment.REMIT_LOG_LEVEL);
  return {
    ...foldersIn(environment),
    ...(url !== undefined && { logPlace: { kurrentdb: url } }),
    ...(restored !== undefined && { restored }),
    host: environment.REMIT_HOST,
    port: environment.REMIT_PORT,
    issuer,
    ...(!isProduction(environment) && { issuerInRegister: developmentIssuer }),
    clock: clockFrom(environment.REMIT_CLOCK),
    seed: seedIn(environment),
    registrars: registrarsIn(environment),
    rateLimit: environment.REMIT_RATE_LIMIT,
    dailyLimit: limitOf(environment),
    ...(metricsToken !== undefined && { metricsToken }),
    secure: isProduction(environment),
    longestToken: environment.REMIT_TOKEN_SECONDS,
    tellSecurity: (line) => logger.security(line),
    logger,
  };
}

/** How browsers sign in; in development, unless told, as the identity there knows the service. @throws WrongEnvironment */
async function pagesFrom(environment: Environment): Promise<PagesOptions> {
  const {
    REMIT_CLIENT_ID: clientId,
    REMIT_CLIENT_SECRET: secret,
    REMIT_CLIENT_KEY: file,
    REMIT_CLAIMS: claims,
  } = environment;
  const address = addressIn(environment);
  const key = file === undefined ? undefined : await clientKeyIn(file).catch(wrongKey);
  return {
    development: !isProduction(environment),
    limits: { ...sessionLimits, idle: environment.REMIT_IDLE_MINUTES * 60_000 },
    ...(address !== undefined && { address }),
    ...(clientId !== undefined && {
      client: { clientId, claims, ...(secret !== undefined && { secret }), ...(key && { key }) },
    }),
  };
}

function wrongKey(fault: unknown): never {
  throw fault instanceof NoClientKey ? new WrongEnvironment(`REMIT_CLIENT_KEY: ${fault.message}.`) : fault;
}

/** The log that many instances share; undefined when this one has its own, embedded. */
async function sharedLog({ REMIT_KURRENTDB_URL: url }: Environment): Promise<EventLog | undefined> {
  if (url === undefined) return undefined;
  // Loaded by those alone who need it: its client is large, and partly native.
  const { openKurrentLog } = await import('../../libs/event-log/kurrentdb.js');
  return openKurrentLog({ url });
}

function greet(url: string, issuer: string | undefined): void {
  say(`Remit is ready.
  Open first                 ${url}
  API and its documentation  ${url}/api/docs
  OpenAPI                    ${url}/api/openapi.json${issuer ? `\n  Development identity       ${issuer}` : ''}
${issuer ? `\nA token for a script:  npm run --silent token -- assessor@Y54${issuer.endsWith(':3001') ? '' : ` --issuer ${issuer}`}\n` : ''}Stop with Ctrl-C.`);
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function signalled(): Promise<void> {
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
}

interface Identity {
  readonly issuer: string;
  stop(): Promise<void>;
}

/** The development identity is a process of its own, as a real provider would be; it ends with this one. */
async function startIdentity({ REMIT_IDENTITY_PORT, REMIT_DATA }: Environment): Promise<Identity> {
  const env = { ...process.env, REMIT_IDENTITY_PORT: String(REMIT_IDENTITY_PORT), REMIT_DATA };
  const child = fork(join(import.meta.dirname, '../identity/main.js'), {
    env,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    detached: true,
  });
  const issuer = await issuerOf(child);
  return {
    issuer,
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

function issuerOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const [, issuer] = /Development identity: (\S+)/.exec(text) ?? [];
      if (issuer) resolve(issuer);
    });
    child.once('exit', (code) => reject(new Error(`The development identity did not start (exit status ${code}).`)));
    child.once('error', reject);
  });
}

try {
  await main();
} catch (error) {
  const message = withoutSecrets(
    error instanceof Error ? error.message : String(error),
    process.env['REMIT_KURRENTDB_URL'] ?? '',
  );
  process.stderr.write(
    error instanceof WrongEnvironment ? `The environment is wrong:\n${message}\n` : `Remit cannot start: ${message}\n`,
  );
  // Whatever is still open, a start that failed leaves nothing up.
  process.exit(error instanceof WrongEnvironment ? 2 : 1);
}
