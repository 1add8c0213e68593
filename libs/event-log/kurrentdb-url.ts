/**
 * Connection strings of KurrentDB. They hold a password, and the client prints one that it does not understand: so whatever it would not
 * understand is found here first, and said without repeating anything of it but the names of options.
 */

const scheme = /^kurrentdb(\+discover)?:\/\//;
// A percent sign begins two digits, or the client could not read it.
const credentials = /^((?:[^%:@/?\s]|%[0-9a-f]{2})+):((?:[^%:@/?\s]|%[0-9a-f]{2})+)@/i;
const hosts = /^[\w.-]+(:\d{1,5})?(,[\w.-]+(:\d{1,5})?)*\/?$/;

const [yesOrNo, whole, anything] = [/^(true|false)$/, /^\d+$/, /./];

/** What the client takes. */
const options = {
  tls: yesOrNo,
  tlsVerifyCert: yesOrNo,
  tlsCAFile: anything,
  userCertFile: anything,
  userKeyFile: anything,
  connectionName: anything,
  nodePreference: /^(leader|follower|random|read_?only_?replica)$/i,
  maxDiscoverAttempts: whole,
  discoveryInterval: whole,
  gossipTimeout: whole,
  defaultDeadline: whole,
  keepAliveInterval: whole,
  keepAliveTimeout: whole,
} satisfies Readonly<Record<string, RegExp>>;

type Option = keyof typeof options;
const names = Object.keys(options) as readonly Option[]; // what it has, and nothing else

export const connectionStringShape =
  'a connection string, kurrentdb://USER:PASSWORD@HOST:2113,HOST:2113?tls=true&tlsCAFile=FILE; in a password : @ / ? % are written %3A %40 %2F %3F %25';

interface Parts {
  readonly password: string | undefined;
  readonly hosts: string;
  /** By the name the client knows; undefined for what it does not know. */
  readonly options: readonly (readonly [name: Option | undefined, value: string])[];
}

/** What is wrong with a connection string, for an operator; undefined when nothing is. */
export function faultIn(text: string): string | undefined {
  const parts = partsOf(text);
  if (parts === undefined || !hosts.test(parts.hosts)) return connectionStringShape;
  for (const [name, value] of parts.options) {
    // What is no option may be the rest of a password.
    if (name === undefined) return `${connectionStringShape}; its options can be ${names.join(', ')}`;
    if (!options[name].test(value)) return `${connectionStringShape}; its option ${name} cannot have the value it has`;
  }
  return undefined;
}

/** Whether the connection is encrypted, and the server made to show who it is. */
export function isEncrypted(text: string): boolean {
  const options = partsOf(text)?.options ?? [];
  return !options.some(([name, value]) => (name === 'tls' || name === 'tlsVerifyCert') && value === 'false');
}

/** What KurrentDB's `admin` and `ops` begin with, which everybody knows; users are often made with it, too. */
const defaultPassword = 'changeit';

/** Whether the password is one that everybody knows. */
export function hasDefaultPassword(text: string): boolean {
  const { password } = partsOf(text) ?? {};
  return password !== undefined && decoded(password).toLowerCase() === defaultPassword;
}

/** Which server it is, with nothing that is secret: `kurrentdb://one:2113,two:2113`. The string must have no fault. */
export function placeIn(text: string): string {
  const [begin = ''] = scheme.exec(text) ?? [];
  return begin + (partsOf(text)?.hosts ?? '').replace(/\/$/, '');
}

/** The message without what is secret in the connection string, wherever it stands. */
export function withoutSecrets(message: string, connectionString: string): string {
  const password = partsOf(connectionString)?.password;
  const secrets = [connectionString, password, password && decoded(password)].filter((each) => each !== undefined);
  return secrets.reduce((text, secret) => (secret === '' ? text : text.replaceAll(secret, '…')), message);
}

function partsOf(text: string): Parts | undefined {
  const [begin] = scheme.exec(text) ?? [];
  if (begin === undefined) return undefined;
  const rest = text.slice(begin.length);
  const [user = '', , password] = credentials.exec(rest) ?? [];
  const [named = '', ...asked] = rest.slice(user.length).split('?');
  return { password, hosts: named, options: asked.flatMap((part) => part.split('&').map(optionOf)) };
}

function optionOf(text: string): readonly [Option | undefined, string] {
  const [name = '', ...value] = text.split('=');
  return [names.find((known) => flat(known) === flat(name)), value.join('=')];
}

/** As the client compares names. */
const flat = (name: string): string => name.toLowerCase().replace(/[_-]/g, '');

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
