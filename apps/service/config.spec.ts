import { describe, expect, it } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';
import { addressIn, environmentFrom, limitOf, registrarsIn, settings, WrongEnvironment } from './config.js';
import { largestDocument } from './documents/store.js';

const complaint = (variables: Readonly<Record<string, string>>): string => {
  try {
    environmentFrom(variables);
  } catch (error) {
    if (error instanceof WrongEnvironment) return error.message;
    throw error;
  }
  return '';
};
const development = { NODE_ENV: 'development' };
const ofProduction = {
  REMIT_ISSUER: 'https://id.example.org',
  REMIT_URL: 'https://remit.example.org',
  REMIT_CLIENT_ID: 'remit',
};
const fit = { NODE_ENV: 'production', ...ofProduction };

describe('the environment', () => {
  it('is production unless it is said, with the default of every other variable; an empty one counts as absent', () => {
    const defaults = {
      NODE_ENV: 'production',
      REMIT_PORT: 3000,
      REMIT_DATA: './data',
      REMIT_STORE: 'sqlite',
      REMIT_CLOCK: 'system',
    };
    expect(limitOf(environmentFrom(ofProduction))).toEqual({ documents: 200, bytes: 1024 ** 3 });
    const less = { ...ofProduction, REMIT_DOCUMENTS_A_DAY: '5', REMIT_DOCUMENT_MIB_A_DAY: '20' };
    expect(limitOf(environmentFrom(less))).toEqual({ documents: 5, bytes: largestDocument });
    expect(environmentFrom(ofProduction)).toMatchObject(defaults);
    expect(environmentFrom({ ...ofProduction, NODE_ENV: '', REMIT_PORT: '', PATH: '/bin', HOME: 'x' })).toMatchObject(
      defaults,
    );
    expect(complaint({})).toContain('the development identity is refused');
  });

  it('is read: numbers as numbers, the rest as it stands', () => {
    expect(
      environmentFrom({
        NODE_ENV: 'development',
        REMIT_PORT: '0',
        REMIT_SEED: 'register',
        REMIT_CLOCK: 'simulated:2014-05-09T09:00:00Z',
        REMIT_ISSUER: 'http://127.0.0.1:3001',
      }),
    ).toMatchObject({ REMIT_PORT: 0, REMIT_SEED: 'register', REMIT_CLOCK: 'simulated:2014-05-09T09:00:00Z' });
  });

  it.each([
    ['NODE_ENV', 'staging', 'development or production'],
    ['NODE_ENV', 'test', 'development or production'],
    ['REMIT_PORT', '65536', 'a port, 0 to 65535'],
    ['REMIT_PORT', '-1', 'a port, 0 to 65535'],
    ['REMIT_PORT', '3000.5', 'a port, 0 to 65535'],
    ['REMIT_PORT', '3e3', 'a port, 0 to 65535'],
    ['REMIT_PORT', 'http', 'a port, 0 to 65535'],
    ['REMIT_HOST', 'a b', 'an address to listen on'],
    ['REMIT_DATA', ' ', 'a folder'],
    ['REMIT_DOCUMENTS', ' ', 'a folder'],
    ['REMIT_STORE', 'postgres', 'sqlite or kurrentdb'],
    ['REMIT_RESTORED', 'yes', 'the id of an event, a UUID'],
    ['REMIT_SEED', 'all', 'demo, register or none'],
    ['REMIT_ISSUER', 'id.example.org', 'an address such as https://id.example.org'],
    ['REMIT_ISSUER', 'file:///etc/passwd', 'an address such as https://id.example.org'],
    ['REMIT_URL', 'remit.example.org', 'an address without a path'],
    ['REMIT_URL', 'https://remit.example.org/pages', 'an address without a path'],
    ['REMIT_URL', 'https://user@remit.example.org', 'an address without a path'],
    ['REMIT_CLIENT_ID', 'a b', 'the id that the provider gave the client'],
    ['REMIT_CLIENT_KEY', ' ', 'a file'],
    ['REMIT_CLAIMS', 'saml', 'openid or cis2'],
    ['REMIT_IDLE_MINUTES', '4', 'a number of minutes, 5 to 720'],
    ['REMIT_IDLE_MINUTES', '721', 'a number of minutes, 5 to 720'],
    ['REMIT_CLOCK', 'yesterday', 'system, or simulated:'],
    ['REMIT_CLOCK', 'simulated:2014-05-09', 'system, or simulated:'],
    ['REMIT_CLOCK', 'simulated:2014-05-09T09:00:00', 'system, or simulated:'],
    ['REMIT_CLOCK', 'simulated:2014-02-31T09:00:00Z', 'system, or simulated:'],
    ['REMIT_CLOCK', 'simulated:2014-05-09T29:00:00Z', 'system, or simulated:'],
    ['REMIT_RATE_LIMIT', '0', 'a whole number, 1 or more'],
    ['REMIT_DOCUMENTS_A_DAY', '0', 'a whole number, 1 to 1000000'],
    ['REMIT_DOCUMENTS_A_DAY', 'many', 'a whole number, 1 to 1000000'],
    ['REMIT_DOCUMENT_MIB_A_DAY', '19', 'a whole number of mebibytes, 20 to 1048576'],
    ['REMIT_DOCUMENT_MIB_A_DAY', '1.5', 'a whole number of mebibytes, 20 to 1048576'],
    ['REMIT_TOKEN_SECONDS', '59', 'a number of seconds, 60 to 86400'],
    ['REMIT_TOKEN_SECONDS', '86401', 'a number of seconds, 60 to 86400'],
    ['REMIT_LOG_LEVEL', 'loud', 'fatal, error, warn, info, debug or silent'],
  ])('is refused with the variable, what was found and what is allowed: %s=%s', (name, value, allowed) => {
    expect(complaint({ [name]: value })).toContain(`${name} is “${value}”; allowed: ${allowed}`);
  });

  it('is refused whole: every wrong variable is named at once, and one nobody knows as well', () => {
    const lines = complaint({ ...development, REMIT_PORT: 'x', REMIT_SEED: 'y', REMIT_PROT: '3000' }).split('\n');
    expect(lines).toHaveLength(3);
    expect(lines.find((line) => line.startsWith('REMIT_PROT is not known'))).toMatch(
      /REMIT_ISSUER.*REMIT_PORT.*REMIT_SEED/,
    );
  });
});

/** One value for each setting that has no default, as the documentation gives it. */
const examples: Readonly<Record<string, string>> = {
  REMIT_CLIENT_ID: 'remit',
  REMIT_CLIENT_KEY: '/run/secrets/client-key.json',
  REMIT_CLIENT_SECRET: 'x'.repeat(32),
  REMIT_DOCUMENTS: '/documents',
  REMIT_URL: 'https://remit.example.org',
  REMIT_IDENTITY_HOST: '0.0.0.0',
  REMIT_ISSUER: 'https://id.example.org',
  REMIT_KURRENTDB_URL: 'kurrentdb://USER:PASSWORD@NODE-1:2113,NODE-2:2113?tlsCAFile=/certificates/ca.crt',
  REMIT_METRICS_TOKEN: 'x'.repeat(32),
  REMIT_REGISTRARS: 'ana@example.org=Ana Okafor,ben@example.org=Ben Marsh',
  REMIT_RESTORED: '0d7a1c9e-3d5f-4a7b-9c1d-2e3f4a5b6c7d',
  REMIT_SEED: 'register',
  REMIT_TOKEN: 'a.b.c',
};

/** What a setting is given together with. */
const beside = (name: string) => ({
  ...(name === 'REMIT_KURRENTDB_URL' && { REMIT_STORE: 'kurrentdb' }),
  ...(name.startsWith('REMIT_CLIENT_') && { REMIT_ISSUER: fit.REMIT_ISSUER, REMIT_CLIENT_ID: fit.REMIT_CLIENT_ID }),
});

describe('what can be set', () => {
  const read = (file: string): string => readFileSync(file, 'utf8');
  const [readme, pages] = [read('README.md'), ['README.md', ...globSync('docs/**/*.md')].map(read).join('\n')];
  const namedIn = (text: string): string[] =>
    [...new Set(text.match(/\b(REMIT_[A-Z][A-Z_]*[A-Z]|NODE_ENV)\b/g))].sort();
  const ofTests = new Set(['REMIT_RECORD']);
  const ofService = [...settings].filter((name) => !['REMIT_TOKEN', 'REMIT_IDENTITY_HOST'].includes(name));

  it('is what the documentation names, and the README tells of each', () => {
    expect(namedIn(pages).filter((name) => !settings.has(name) && !ofTests.has(name))).toEqual([]);
    expect(ofService.filter((name) => !namedIn(readme).includes(name))).toEqual([]);
  });

  it.each([...settings])('is taken: %s', (name) => {
    const given = { ...development, ...environmentFrom(development), ...examples }[name];
    expect(complaint({ ...development, ...beside(name), [name]: String(given) })).toBe('');
  });

  it('is taken as the documentation writes it', () => {
    const written = [...pages.matchAll(/\b(REMIT_[A-Z_]+|NODE_ENV)=('[^']+'|[^\s'"`]+)/g)];
    expect(written.length).toBeGreaterThan(5);
    for (const [, name = '', value = ''] of written.filter(([, name = '']) => !ofTests.has(name))) {
      const said = value.replace(/^'|'$/g, '');
      const store = name === 'REMIT_STORE' && { REMIT_KURRENTDB_URL: examples['REMIT_KURRENTDB_URL']! };
      expect(complaint({ ...development, ...ofProduction, ...beside(name), ...store, [name]: said })).toBe('');
    }
    const clocks = [...pages.matchAll(/`(simulated:[^`]+)`/g)].map(([, clock = '']) => clock);
    expect(clocks.length).toBeGreaterThan(0);
    for (const REMIT_CLOCK of clocks) expect(complaint({ ...development, REMIT_CLOCK })).toBe('');
  });

  it('names the first registrars in production, and is not called unknown where the value alone is wrong', () => {
    const environment = environmentFrom({
      ...fit,
      REMIT_REGISTRARS: 'ana@example.org=Ana Okafor, ben@example.org=Ben Marsh',
    });
    expect(registrarsIn(environment)).toEqual([
      { subject: 'ana@example.org', name: 'Ana Okafor' },
      { subject: 'ben@example.org', name: 'Ben Marsh' },
    ]);
    expect(complaint({ ...fit, REMIT_REGISTRARS: 'x' })).toBe(
      'REMIT_REGISTRARS is “x”; allowed: people as SUBJECT=NAME, with commas between them.',
    );
  });
});

describe('the log', () => {
  const url = 'kurrentdb://remit:s3cret@one:2113,two:2113?tls=true';

  it('is in KurrentDB when that is said, with its connection string', () => {
    expect(environmentFrom({ ...development, REMIT_STORE: 'kurrentdb', REMIT_KURRENTDB_URL: url })).toMatchObject({
      REMIT_STORE: 'kurrentdb',
      REMIT_KURRENTDB_URL: url,
    });
    expect(environmentFrom({ ...development, REMIT_DOCUMENTS: '/documents' }).REMIT_DOCUMENTS).toBe('/documents');
    expect(environmentFrom(development).REMIT_KURRENTDB_URL).toBeUndefined();
  });

  it.each([
    ['KurrentDB without its connection string', { REMIT_STORE: 'kurrentdb' }, 'REMIT_KURRENTDB_URL is not set; with'],
    ['a connection string for the embedded log', { REMIT_KURRENTDB_URL: url }, 'REMIT_STORE is not kurrentdb'],
    [
      'a connection string that is none',
      { REMIT_STORE: 'kurrentdb', REMIT_KURRENTDB_URL: 'http://remit:s3cret@one:2113' },
      'REMIT_KURRENTDB_URL is not shown, as it may hold a password; allowed: a connection string, kurrentdb://',
    ],
  ])('refuses %s, without showing the password', (_, variables, said) => {
    expect(complaint(variables)).toContain(said);
    expect(complaint(variables)).not.toContain('s3cret');
  });

  it('is not looked for in plain text in production, nor at a server that need not show who it is', () => {
    const log = (options: string) => ({ ...fit, REMIT_STORE: 'kurrentdb', REMIT_KURRENTDB_URL: `${url}${options}` });
    expect(complaint(log(''))).toBe('');
    expect(complaint(log('&tlsVerifyCert=false'))).toContain('only reached over verified TLS');
    expect(complaint({ ...log(''), REMIT_KURRENTDB_URL: url.replace('true', 'false') })).toContain('verified TLS');
  });
});

describe('what is secret', () => {
  it('is not what everybody knows: the password of a new KurrentDB is refused in production, however it is spelled', () => {
    const log = (user: string) => ({
      ...fit,
      REMIT_STORE: 'kurrentdb',
      REMIT_KURRENTDB_URL: `kurrentdb://${user}@one:2113?tlsCAFile=/ca.crt`,
    });
    for (const user of ['admin:changeit', 'ops:changeit', 'remit:changeit', 'admin:%63hangeit', 'admin:CHANGEIT']) {
      expect(complaint(log(user))).toContain('the password that KurrentDB comes with');
      expect(complaint({ ...log(user), ...development })).toBe('');
    }
    expect(complaint(log('remit:s3cret'))).toBe('');
  });

  it('is never shown, even when it is not taken', () => {
    expect(complaint({ ...fit, REMIT_METRICS_TOKEN: 'too-short-s3cret' })).toBe(
      'REMIT_METRICS_TOKEN is not shown; allowed: 32 to 256 letters, digits or any of . _ ~ + / -.',
    );
    expect(complaint({ ...fit, REMIT_METRICS_TOKEN: 'x'.repeat(32) })).toBe('');
  });
});

describe('the way to sign in to pages', () => {
  const client = { ...fit, REMIT_CLIENT_SECRET: 'x'.repeat(32) };

  it('is said whole in production, or the start says what is lacking and where browsers are to come back', () => {
    expect(addressIn(environmentFrom({ ...fit, REMIT_URL: 'https://Remit.example.org:8443/' }))).toBe(
      'https://remit.example.org:8443',
    );
    expect(complaint({ NODE_ENV: 'production', REMIT_ISSUER: fit.REMIT_ISSUER }).split('\n')).toEqual([
      'REMIT_URL is not set; in production browsers sign in at it. Give the https address under which they know the service, such as https://remit.example.org.',
      'REMIT_CLIENT_ID is not set; without it nobody can sign in to the pages. Register a client at the OpenID provider that may return to https://remit.example.org/sign-in/callback, and give its id.',
    ]);
    expect(complaint({ ...fit, REMIT_URL: 'http://remit.example.org' })).toBe(
      'REMIT_URL is “http://remit.example.org”; in production it must be an https address.',
    );
    expect(complaint({ ...development, REMIT_URL: 'http://remit.localhost:3000' })).toBe('');
    expect(complaint({ ...fit, REMIT_CLIENT_ID: '' })).toContain(
      'may return to https://remit.example.org/sign-in/callback',
    );
  });

  it('is one: a secret or a key, of a client that is named, at a provider that is named', () => {
    expect(complaint(client)).toBe('');
    expect(complaint({ ...fit, REMIT_CLIENT_KEY: '/key.pem' })).toBe('');
    expect(complaint({ ...client, REMIT_CLIENT_KEY: '/key.pem' })).toContain('are both set');
    expect(complaint({ ...development, REMIT_CLIENT_KEY: '/key.pem', REMIT_ISSUER: fit.REMIT_ISSUER })).toContain(
      'REMIT_CLIENT_ID is not set',
    );
    expect(complaint({ ...development, REMIT_CLIENT_ID: 'remit' })).toContain('REMIT_ISSUER is not');
  });

  it('shows no secret', () => {
    expect(complaint({ ...fit, REMIT_CLIENT_SECRET: 's3cret' })).toBe(
      'REMIT_CLIENT_SECRET is not shown; allowed: 16 to 1024 characters.',
    );
  });
});

describe('production', () => {
  it('starts with an issuer of its own over https, on system time, without invented data', () => {
    expect(environmentFrom(fit)).toMatchObject(fit);
    expect(environmentFrom({ ...fit, REMIT_SEED: 'none' }).REMIT_SEED).toBe('none');
  });

  it.each([
    ['the development identity', { NODE_ENV: 'production' }, 'the development identity is refused'],
    ['an issuer without encryption', { ...fit, REMIT_ISSUER: 'http://id.example.org' }, 'it must be an https address'],
    [
      'an issuer without encryption in capitals',
      { ...fit, REMIT_ISSUER: 'HTTP://id.example.org' },
      'it must be an https address',
    ],
    ['a simulated clock', { ...fit, REMIT_CLOCK: 'simulated:2014-05-09T09:00:00Z' }, 'only system is allowed'],
    ['the demonstration', { ...fit, REMIT_SEED: 'demo' }, 'only none is allowed'],
    ['the invented register', { ...fit, REMIT_SEED: 'register' }, 'only none is allowed'],
  ])('refuses %s', (_, variables, said) => {
    expect(complaint(variables)).toContain(said);
  });
});
