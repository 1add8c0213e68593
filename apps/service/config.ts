import 'reflect-metadata';
import { plainToInstance, Transform } from 'class-transformer';
import {
  getMetadataStorage,
  IsIn,
  IsInt,
  isISO8601,
  IsOptional,
  IsString,
  IsUrl,
  IsUUID,
  Matches,
  Max,
  Min,
  validateSync,
} from 'class-validator';
import { connectionStringShape, faultIn, hasDefaultPassword, isEncrypted } from '../../libs/event-log/kurrentdb-url.js';

/** Where the development identity listens unless told otherwise. */
export const developmentIssuerPort = 3001;

const number = Transform(({ value }: { value: unknown }) =>
  typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value,
);

const idleAllowed = 'a number of minutes, 5 to 720';
const documentsAllowed = 'a whole number, 1 to 1000000';
const mebibytesAllowed = 'a whole number of mebibytes, 20 to 1048576';

/** The environment the service is started in; every variable with its default. */
export class Environment {
  /** Production, unless it is said: what is only for development must be asked for. */
  @IsIn(['development', 'production'], { message: 'development or production' })
  NODE_ENV: 'development' | 'production' = 'production';

  @number
  @IsInt({ message: 'a port, 0 to 65535' })
  @Min(0, { message: 'a port, 0 to 65535' })
  @Max(65535, { message: 'a port, 0 to 65535' })
  REMIT_PORT = 3000;

  /** Address to listen on. */
  @IsString()
  @Matches(/^[0-9a-zA-Z.:_-]+$/, { message: 'an address to listen on, such as 127.0.0.1 or 0.0.0.0' })
  REMIT_HOST = '127.0.0.1';

  /** Folder of this instance alone: the embedded log, views, keys. */
  @IsString() @Matches(/\S/, { message: 'a folder' }) REMIT_DATA = './data';

  /** Folder of documents and imports, shared by all instances; REMIT_DATA unless told. */
  @IsOptional() @IsString() @Matches(/\S/, { message: 'a folder' }) REMIT_DOCUMENTS?: string;

  @IsIn(['sqlite', 'kurrentdb'], { message: 'sqlite or kurrentdb' }) REMIT_STORE: 'sqlite' | 'kurrentdb' = 'sqlite';

  /** Connection string of the log, with its password: never to be shown. Given exactly when the store is kurrentdb. */
  @IsOptional() @IsString({ message: 'a connection string' }) REMIT_KURRENTDB_URL?: string;

  /** Id of an event in the log, by which an operator says that a backup was restored. */
  @IsOptional() @IsUUID('all', { message: 'the id of an event, a UUID' }) REMIT_RESTORED?: string;

  @IsOptional() @IsIn(['demo', 'register', 'none'], { message: 'demo, register or none' }) REMIT_SEED?:
    'demo' | 'register' | 'none';

  /** OpenID issuer; in development the identity that starts with the service. */
  @IsOptional()
  @IsUrl(
    { require_tld: false, protocols: ['http', 'https'], require_protocol: true },
    { message: 'an address such as https://id.example.org' },
  )
  REMIT_ISSUER?: string;

  /** The address under which browsers know the service: its origin, without a path. The provider sends them back there. */
  @IsOptional()
  @Matches(/^https?:\/\/[a-z\d][a-z\d.-]*(:\d{1,5})?\/?$/i, {
    message: 'an address without a path, such as https://remit.example.org',
  })
  REMIT_URL?: string;

  /** What the provider calls the pages of the service. */
  @IsOptional()
  @IsString()
  @Matches(/^[\x21-\x7e]{1,255}$/, { message: 'the id that the provider gave the client' })
  REMIT_CLIENT_ID?: string;

  /** How the client shows who it is, where it is not by a key. Never to be shown. */
  @IsOptional() @Matches(/^[\x20-\x7e]{16,1024}$/, { message: '16 to 1024 characters' }) REMIT_CLIENT_SECRET?: string;

  /** File of the private key by which the client shows who it is, a JWK or PEM. */
  @IsOptional() @IsString() @Matches(/\S/, { message: 'a file' }) REMIT_CLIENT_KEY?: string;

  /** How the provider tells who somebody is. */
  @IsIn(['openid', 'cis2'], { message: 'openid or cis2' }) REMIT_CLAIMS: 'openid' | 'cis2' = 'openid';

  /** Minutes without a request after which a browser is signed out. */
  @number
  @IsInt({ message: idleAllowed })
  @Min(5, { message: idleAllowed })
  @Max(720, { message: idleAllowed })
  REMIT_IDLE_MINUTES = 30;

  @number
  @IsInt({ message: 'a port, 0 to 65535' })
  @Min(0, { message: 'a port, 0 to 65535' })
  @Max(65535, { message: 'a port, 0 to 65535' })
  REMIT_IDENTITY_PORT = developmentIssuerPort;

  /** Address that the development identity listens on, which reads it itself. */
  @IsOptional() @IsString({ message: 'an address to listen on' }) REMIT_IDENTITY_HOST?: string;

  @Matches(/^(system|simulated:\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z)$/, {
    message: 'system, or simulated: with a time, as in simulated:2014-05-09T09:00:00Z',
  })
  REMIT_CLOCK = 'system';

  /** Requests one person, or one address before sign-in, may make in a minute. */
  @number
  @IsInt({ message: 'a whole number, 1 or more' })
  @Min(1, { message: 'a whole number, 1 or more' })
  REMIT_RATE_LIMIT = 6000;

  /** Seconds that a token lives after it was issued, at most, whatever it says itself. */
  @number
  @IsInt({ message: 'a number of seconds, 60 to 86400' })
  @Min(60, { message: 'a number of seconds, 60 to 86400' })
  @Max(86_400, { message: 'a number of seconds, 60 to 86400' })
  REMIT_TOKEN_SECONDS = 3600;

  /** Documents that may be stored for one organisation in a day of London. */
  @number
  @IsInt({ message: documentsAllowed })
  @Min(1, { message: documentsAllowed })
  @Max(1_000_000, { message: documentsAllowed })
  REMIT_DOCUMENTS_A_DAY = 200;

  /** Mebibytes of them together; at least one document of the largest size. */
  @number
  @IsInt({ message: mebibytesAllowed })
  @Min(20, { message: mebibytesAllowed })
  @Max(1_048_576, { message: mebibytesAllowed })
  REMIT_DOCUMENT_MIB_A_DAY = 1024;

  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], { message: 'fatal, error, warn, info, debug or silent' })
  REMIT_LOG_LEVEL = 'info';

  /** Who keeps the register before anybody could grant them that: `SUBJECT=NAME`, with commas between. Two, as national roles take two. */
  @IsOptional()
  @Matches(/^[^=,]+=[^=,]*[^=,\s][^=,]*(,[^=,]+=[^=,]*[^=,\s][^=,]*)*$/, {
    message: 'people as SUBJECT=NAME, with commas between them',
  })
  REMIT_REGISTRARS?: string;

  /** What Prometheus shows to be told the metrics; without one nobody is told. Never to be shown. */
  @IsOptional()
  @Matches(/^[\w.~+/-]{32,256}$/, { message: '32 to 256 letters, digits or any of . _ ~ + / -' })
  REMIT_METRICS_TOKEN?: string;

  /** Read by the registrar's commands alone: a shell that has it can start the service too. Never to be shown. */
  @IsOptional() @IsString({ message: 'a token' }) REMIT_TOKEN?: string;
}

/** What can be set, by name: whatever is declared above. */
export const settings: ReadonlySet<string> = new Set(
  getMetadataStorage()
    .getTargetValidationMetadatas(Environment, '', false, false)
    .map(({ propertyName }) => propertyName),
);

/** What one organisation may store in a day. */
export const limitOf = (environment: Environment): { readonly documents: number; readonly bytes: number } => ({
  documents: environment.REMIT_DOCUMENTS_A_DAY,
  bytes: environment.REMIT_DOCUMENT_MIB_A_DAY * 1024 ** 2,
});

/** Those of REMIT_REGISTRARS. */
export const registrarsIn = ({ REMIT_REGISTRARS = '' }: Environment): readonly { subject: string; name: string }[] =>
  REMIT_REGISTRARS.split(',')
    .map((each) => each.split('='))
    .flatMap(([subject = '', name = '']) => (name === '' ? [] : [{ subject: subject.trim(), name: name.trim() }]));

/** Thrown at start-up; names every variable that is wrong, what was found and what is allowed. */
export class WrongEnvironment extends Error {
  override readonly name = 'WrongEnvironment';
}

/** Reads the environment. @throws WrongEnvironment */
export function environmentFrom(variables: Readonly<Record<string, string | undefined>>): Environment {
  const given = Object.entries(variables).filter(
    ([name, value]) => (name.startsWith('REMIT_') || name === 'NODE_ENV') && value !== undefined && value !== '',
  );
  const environment = plainToInstance(Environment, Object.fromEntries(given), { exposeDefaultValues: true });
  const wrong = [
    ...unknown(given.map(([name]) => name)),
    ...validateSync(environment).map(
      ({ property, constraints = {} }) =>
        `${property} is ${shown(property, variables[property])}; allowed: ${Object.values(constraints)[0] ?? ''}.`,
    ),
    ...impossibleTime(environment),
    ...unfitLog(environment),
    ...unfitClient(environment),
    ...(environment.NODE_ENV === 'production' ? unfit(environment) : []),
  ];
  if (wrong.length > 0) throw new WrongEnvironment(wrong.join('\n'));
  return environment;
}

const secrets = ['REMIT_CLIENT_SECRET', 'REMIT_KURRENTDB_URL', 'REMIT_METRICS_TOKEN', 'REMIT_TOKEN'];

const shown = (name: string, value = ''): string => (secrets.includes(name) ? 'not shown' : `“${value}”`);

function unknown(names: readonly string[]): readonly string[] {
  return names
    .filter((name) => !settings.has(name))
    .map((name) => `${name} is not known; known: ${[...settings].sort().join(', ')}.`);
}

/** A time of the right shape need not be one: 31 February is none. */
function impossibleTime({ REMIT_CLOCK }: Environment): readonly string[] {
  const [, time] = /^simulated:(\d{4}-.+Z)$/.exec(REMIT_CLOCK) ?? [];
  return time === undefined || isISO8601(time, { strict: true })
    ? []
    : [`REMIT_CLOCK is “${REMIT_CLOCK}”; allowed: system, or simulated: with a time that exists.`];
}

/** The connection string and the store go together. Says nothing of what was found: it may hold a password. */
function unfitLog({ REMIT_STORE, REMIT_KURRENTDB_URL: url }: Environment): readonly string[] {
  if (REMIT_STORE !== 'kurrentdb')
    return url === undefined
      ? []
      : [
          'REMIT_KURRENTDB_URL is set, but REMIT_STORE is not kurrentdb. Set REMIT_STORE=kurrentdb, or unset the other.',
        ];
  if (url === undefined)
    return [`REMIT_KURRENTDB_URL is not set; with REMIT_STORE=kurrentdb it must be ${connectionStringShape}.`];
  const fault = faultIn(url);
  return fault === undefined ? [] : [`REMIT_KURRENTDB_URL is not shown, as it may hold a password; allowed: ${fault}.`];
}

/** One way to show who the client is, and a client of a provider of one's own. */
function unfitClient(environment: Environment): readonly string[] {
  const { REMIT_ISSUER: issuer, REMIT_CLIENT_ID: id, REMIT_CLIENT_SECRET: secret, REMIT_CLIENT_KEY: key } = environment;
  return [
    ...(secret !== undefined && key !== undefined
      ? [
          'REMIT_CLIENT_SECRET and REMIT_CLIENT_KEY are both set. Unset one: the provider knows the client by one of them.',
        ]
      : []),
    ...((secret ?? key) !== undefined && id === undefined
      ? [
          'REMIT_CLIENT_ID is not set, but REMIT_CLIENT_SECRET or REMIT_CLIENT_KEY is. Give the id of the client that it belongs to.',
        ]
      : []),
    ...(id !== undefined && issuer === undefined
      ? [
          'REMIT_CLIENT_ID is set, but REMIT_ISSUER is not. Give the address of the OpenID provider that knows the client.',
        ]
      : []),
  ];
}

/** Without these nobody could sign in to pages in production. */
function unfitForBrowsers({ REMIT_URL: url, REMIT_CLIENT_ID: id }: Environment): readonly string[] {
  return [
    ...(url === undefined
      ? [
          'REMIT_URL is not set; in production browsers sign in at it. Give the https address under which they know the service, such as https://remit.example.org.',
        ]
      : /^https:/i.test(url)
        ? []
        : [`REMIT_URL is “${url}”; in production it must be an https address.`]),
    ...(id === undefined
      ? [
          `REMIT_CLIENT_ID is not set; without it nobody can sign in to the pages. Register a client at the OpenID provider that may return to ${originOf(url ?? 'https://remit.example.org')}/sign-in/callback, and give its id.`,
        ]
      : []),
  ];
}

const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : url);

/** The origin of REMIT_URL; undefined where it is whatever loopback address browsers ask. */
export const addressIn = ({ REMIT_URL: url }: Environment): string | undefined => url && originOf(url);

/** What development may have and production may not. */
function unfit(environment: Environment): readonly string[] {
  const { REMIT_ISSUER, REMIT_CLOCK, REMIT_SEED, REMIT_KURRENTDB_URL } = environment;
  return [
    ...unfitForBrowsers(environment),
    ...(REMIT_ISSUER
      ? []
      : [
          'REMIT_ISSUER is not set; in production the development identity is refused. Give the address of your OpenID provider.',
        ]),
    ...(REMIT_ISSUER && !/^https:/i.test(REMIT_ISSUER)
      ? [`REMIT_ISSUER is “${REMIT_ISSUER}”; in production it must be an https address.`]
      : []),
    ...(REMIT_CLOCK === 'system' ? [] : [`REMIT_CLOCK is “${REMIT_CLOCK}”; in production only system is allowed.`]),
    ...(REMIT_SEED === undefined || REMIT_SEED === 'none'
      ? []
      : [`REMIT_SEED is “${REMIT_SEED}”; in production only none is allowed.`]),
    ...(REMIT_KURRENTDB_URL === undefined || isEncrypted(REMIT_KURRENTDB_URL)
      ? []
      : [
          'REMIT_KURRENTDB_URL turns off tls or tlsVerifyCert; in production the log is only reached over verified TLS.',
        ]),
    ...(REMIT_KURRENTDB_URL !== undefined && hasDefaultPassword(REMIT_KURRENTDB_URL)
      ? [
          'REMIT_KURRENTDB_URL has the password that KurrentDB comes with; in production it must be changed in KurrentDB, and a user of its own is best.',
        ]
      : []),
  ];
}
