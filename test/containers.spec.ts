import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { environmentFrom, WrongEnvironment } from '../apps/service/config.js';

/**
 * What can be known of the container files without an engine: they name what exists, agree with each other, and set only what the service
 * knows. Whether the images build and start is not known here.
 */
const root = join(import.meta.dirname, '..');
const text = (file: string): string => readFileSync(join(root, file), 'utf8');

interface ComposeService {
  readonly image?: string;
  readonly build?: string;
  readonly profiles?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly networks?: { readonly default: { readonly aliases: readonly string[] } };
  readonly healthcheck?: unknown;
}

interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, null>>;
}

interface Manifest {
  readonly scripts: { readonly start: string };
}

const compose = parse(text('docker-compose.yml'), { merge: true }) as Compose; // what the schema of Compose asks for
const services = Object.entries(compose.services);
const profiles = ['single', 'cluster'];

/** What a profile starts. */
const startedBy = (profile: string) => services.filter(([, service]) => service.profiles?.includes(profile) ?? true);

/** As Compose does it when none of the variables is set. */
const filledIn = (value: string): string => value.replace(/\$\{\w+:-([^}]*)\}/g, '$1');

const environmentOf = ({ environment = {} }: ComposeService): Record<string, string> =>
  Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, filledIn(value)]));

const runsService = ({ build, command }: ComposeService): boolean => build !== undefined && command === undefined;

/** What the service says to an environment; nothing when it takes it. */
function complaint(variables: Readonly<Record<string, string>>): string {
  try {
    environmentFrom(variables);
    return '';
  } catch (error) {
    if (error instanceof WrongEnvironment) return error.message;
    throw error;
  }
}

describe('Dockerfile', () => {
  it('starts the service as npm start does', () => {
    const [, started] = /exec (node .*)$/.exec((JSON.parse(text('package.json')) as Manifest).scripts.start) ?? [];
    const [, command] = /^CMD (\[.*\])$/m.exec(text('Dockerfile')) ?? [];
    expect((JSON.parse(command ?? '[]') as string[]).join(' ')).toBe(started);
  });
});

describe('docker-compose.yml', () => {
  it.each(profiles)(
    'starts with %s two instances on one log and one folder of documents, each with its own views',
    (profile) => {
      const instances = startedBy(profile).filter(([, service]) => runsService(service));
      expect(instances).toHaveLength(2);
      const [one, two] = instances.map(([, service]) => ({ service, environment: environmentOf(service) }));
      for (const { environment } of [one!, two!]) expect(complaint(environment)).toBe('');
      expect(one!.environment['REMIT_KURRENTDB_URL']).toBe(two!.environment['REMIT_KURRENTDB_URL']);
      expect([one, two].map((each) => each!.environment['REMIT_SEED'])).toEqual(['demo', 'none']);
      const mounted = (place: string) =>
        instances.map(([, { volumes }]) => volumes?.find((each) => each.endsWith(`:${place}`)));
      expect(new Set(mounted('/documents')).size).toBe(1);
      expect(new Set(mounted('/data')).size).toBe(2);
      expect(one!.environment['REMIT_DOCUMENTS']).toBe('/documents');
    },
  );

  it.each(profiles)(
    'starts with %s only what waits for something that starts too, and can say when it is ready',
    (profile) => {
      const started = new Map(startedBy(profile));
      for (const [name, { depends_on = {} }] of started)
        for (const [other, { condition }] of Object.entries(depends_on)) {
          expect([name, other, started.has(other)]).toEqual([name, other, true]);
          const needsCheck = condition === 'service_healthy' && !started.get(other)?.image?.includes('kurrentdb');
          if (needsCheck) expect([other, started.get(other)?.healthcheck]).toEqual([other, expect.anything()]);
        }
    },
  );

  it.each(profiles)('publishes with %s every port once, on this machine alone', (profile) => {
    const ports = startedBy(profile).flatMap(([, service]) => service.ports ?? []);
    expect(ports).toContain('127.0.0.1:3000:3000');
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    expect(new Set(ports.map((port) => port.split(':')[1])).size).toBe(ports.length);
  });

  it('mounts files that exist and volumes that are declared, and declares none in vain', () => {
    const sources = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0]!));
    for (const file of sources.filter((source) => source.startsWith('.')))
      expect([file, existsSync(join(root, file))]).toEqual([file, true]);
    const named = sources.filter((source) => !source.startsWith('.'));
    expect([...new Set(named)].toSorted()).toEqual(Object.keys(compose.volumes).toSorted());
  });

  it.each(profiles)(
    'has with %s an identity that browsers reach under the name by which the instances know it',
    (profile) => {
      const started = new Map(startedBy(profile));
      const identity = started.get('identity')!;
      const { hostname, port } = new URL(environmentOf(identity)['REMIT_ISSUER']!);
      expect(hostname).toMatch(/\.localhost$/);
      expect(identity.ports).toContain(`127.0.0.1:${port}:${port}`);
      for (const [, service] of [...started].filter(([, each]) => runsService(each)))
        expect(environmentOf(service)['REMIT_ISSUER']).toBe(environmentOf(identity)['REMIT_ISSUER']);
    },
  );

  it('names every image with its version', () => {
    for (const [name, { image = '' }] of services)
      expect([name, filledIn(image)]).toEqual([name, expect.stringMatching(/^remit:local$|:\d+\.\d+\.\d+/)]);
  });

  it.each(profiles)(
    'has for %s a balancer that knows the instances, and nodes and an identity that they find',
    (profile) => {
      const started = startedBy(profile);
      const names = new Set(started.flatMap(([name, { networks }]) => [name, ...(networks?.default.aliases ?? [])]));
      const balanced = [...text('deploy/haproxy.cfg').matchAll(/^ +server \S+ (\S+):(\d+)$/gm)];
      // Two instances, each behind both ways: one for what is asked of one case, one for all else.
      expect(balanced.map(([, host]) => host).sort()).toEqual(['remit-1', 'remit-1', 'remit-2', 'remit-2']);
      for (const [, host, port] of balanced) expect([names.has(host!), port]).toEqual([true, '3000']);
      for (const [, service] of started) {
        const { REMIT_KURRENTDB_URL: url, REMIT_ISSUER: issuer, KURRENTDB_GOSSIP_SEED: seed } = environmentOf(service);
        const [, hosts = ''] = /^kurrentdb:\/\/(?:[^@]*@)?([^?]+)/.exec(url ?? '') ?? [];
        const asked = [...hosts.split(','), ...(seed ?? '').split(','), issuer ? new URL(issuer).host : ''].filter(
          Boolean,
        );
        for (const address of asked) expect([address, names.has(address.split(':')[0]!)]).toEqual([address, true]);
      }
    },
  );

  it('has a balancer that binds what is asked of one case to one instance, and nothing else', () => {
    const balancer = text('deploy/haproxy.cfg');
    const [, asked = ''] = /use_backend one-for-each-case if \{ path_reg (\S+) \}/.exec(balancer) ?? [];
    const isOfOneCase = (path: string): boolean => new RegExp(asked).test(path);
    const id = '8d0c3d1f-5d41-4230-bd7d-4bef34fc9607';
    for (const path of [id, `${id}/events`, `${id.toUpperCase()}/refusals`])
      expect([path, isOfOneCase(`/api/cases/${path}`)]).toEqual([path, true]);
    for (const path of ['/api/cases', `/api/groups/${id}`, `/api/cases/${id}0`, `/documents/api/cases/${id}`])
      expect([path, isOfOneCase(path)]).toEqual([path, false]);
    const [, backend = ''] = /^backend one-for-each-case\n((?: .*\n)+)/m.exec(balancer) ?? [];
    const lines = backend.split('\n').map((line) => line.trim());
    expect(lines).toEqual(
      expect.arrayContaining([
        // The id alone, however it is spelt: the fourth part of the path, as the first is before its first slash.
        'http-request set-var(txn.case) path,field(4,/),lower',
        'balance hash var(txn.case)',
        'hash-type consistent',
      ]),
    );
    const [, others = ''] = /^backend instances\n((?: .*\n)+)/m.exec(balancer) ?? [];
    expect(others).not.toContain('hash');
  });

  it('starts one node unless told', () => {
    expect(text('.env')).toMatch(/^COMPOSE_PROFILES=single$/m);
  });
});

describe('the Dockerfile', () => {
  const lines = text('Dockerfile').replaceAll('\\\n', ' ').split('\n');
  const asked = (word: string): readonly string[] =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1).trim());

  it('has the Node that the packages pin', () => {
    const { dependencies } = JSON.parse(text('package.json')) as { dependencies: { node: string } };
    expect(asked('ARG')).toEqual([`NODE=${dependencies.node}`]);
    for (const base of asked('FROM')) expect(base).toMatch(/^node:\$\{NODE\}-bookworm-slim( AS \w+)?$/);
  });

  it('copies what exists and is not kept out, from stages that came before', () => {
    const taken = text('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'));
    const stages: string[] = [];
    let copies = 0;
    for (const line of lines) {
      const [, stage] = /^FROM \S+ AS (\w+)$/.exec(line) ?? [];
      if (stage !== undefined) stages.push(stage);
      const [, from, sources] = /^COPY (?:--from=(\w+) )?(.+) \S+$/.exec(line) ?? [];
      if (sources === undefined) continue;
      copies += 1;
      if (from !== undefined) expect(stages).toContain(from);
      else
        for (const source of sources.split(' ')) {
          expect([source, existsSync(join(root, source))]).toEqual([source, true]);
          expect(taken).toContain(`!${source}`);
        }
    }
    expect(copies).toBeGreaterThan(5);
  });

  it('has every folder that the build reads, here as in the scripts and the compiler', () => {
    const { compilerOptions } = JSON.parse(text('nest-cli.json')) as BuildOptions;
    const folders = compilerOptions.builder.options.filenames;
    const copied = asked('COPY');
    const { include } = JSON.parse(text('tsconfig.json')) as { readonly include: readonly string[] };
    for (const folder of folders) {
      expect(copied).toContain(`${folder} ${folder}`);
      expect(include).toContain(folder);
      expect(text('scripts/build.js')).toContain(`'${folder}'`);
    }
    expect(folders).toContain('demonstration');
  });

  it('never leaves optional packages out, as reading KurrentDB needs one', () => {
    for (const install of asked('RUN').filter((line) => line.includes('npm ci')))
      expect(install).not.toMatch(/omit=optional|no-optional/);
  });

  it('runs as nobody in particular, in production unless told, with settings that the service knows', () => {
    expect(asked('USER')).toEqual(['1000:1000']);
    const settings: Record<string, string> = {};
    for (const [, name, value] of asked('ENV')
      .join(' ')
      .matchAll(/(\w+)=(\S+)/g))
      settings[name!] = value!;
    expect(settings).toMatchObject({ NODE_ENV: 'production', REMIT_HOST: '0.0.0.0' });
    const told = {
      REMIT_ISSUER: 'https://id.example.org',
      REMIT_URL: 'https://remit.example.org',
      REMIT_CLIENT_ID: 'remit',
    };
    expect(complaint({ ...settings, ...told })).toBe('');
    // Nobody could sign in to its pages.
    expect(complaint({ ...settings, REMIT_ISSUER: told.REMIT_ISSUER })).toMatch(
      /REMIT_URL is not set.*\n.*REMIT_CLIENT_ID is not set/,
    );
    expect(asked('EXPOSE')).toEqual([String(environmentFrom({ NODE_ENV: 'development' }).REMIT_PORT)]);
  });
});

describe('the manifest for Kubernetes in docs/operations.md', () => {
  it('sets what the service knows, mounts what it declares, and asks for health where it is told', () => {
    const [, block] = /```yaml\n(apiVersion[^]*?)```/.exec(text('docs/operations.md')) ?? [];
    const [deployment] = block!.split(/^---$/m).map((part) => parse(part) as Deployment); // as it stands there
    const { containers, volumes } = deployment!.spec.template.spec;
    const [{ env, volumeMounts, readinessProbe, livenessProbe }] = containers;
    const settings: Record<string, string> = { NODE_ENV: 'production' };
    for (const { name, value = 'kurrentdb://remit:secret@one:2113' } of env) settings[name] = value;
    expect(complaint(settings)).toBe('');
    expect(settings).toMatchObject({ REMIT_CLIENT_KEY: expect.stringMatching(/^\/run\/secrets\//) });
    const mounts = volumeMounts.map(({ mountPath }) => mountPath);
    expect(mounts.some((place) => settings['REMIT_CLIENT_KEY']!.startsWith(`${place}/`))).toBe(true);
    for (const { name } of volumeMounts) expect(volumes.map((volume) => volume.name)).toContain(name);
    expect([readinessProbe, livenessProbe].map(({ httpGet }) => httpGet.path)).toEqual([
      '/health/ready',
      '/health/live',
    ]);
  });
});

interface BuildOptions {
  readonly compilerOptions: { readonly builder: { readonly options: { readonly filenames: readonly string[] } } };
}

interface Deployment {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly containers: readonly [
          {
            readonly env: readonly { readonly name: string; readonly value?: string }[];
            readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
            readonly readinessProbe: { readonly httpGet: { readonly path: string } };
            readonly livenessProbe: { readonly httpGet: { readonly path: string } };
          },
        ];
        readonly volumes: readonly { readonly name: string }[];
      };
    };
  };
}
