import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startIdentity, type Identity } from '../../identity/index.js';
import { factsOf } from '../../../libs/register/ods/preview.js';
import { testService, type Answer, type TestService } from '../../../test/service.js';
import { ImportStore, largestImport } from './import-store.js';
import { Commands } from '../casework/commands.js';
import { Imports } from './imports.js';

/** What is looked for in any of the answers. */
interface Said {
  readonly id: string;
  readonly status: string | number;
  readonly counts: Readonly<Record<string, number>>;
  readonly samples: Readonly<Record<string, readonly unknown[]>>;
  readonly lines: readonly { readonly line: number }[];
  readonly next?: number;
  /** Facts; of a preview, more than their number. */
  readonly recorded: number;
  readonly ccgs: readonly unknown[];
  readonly practices: readonly unknown[];
}

const registrar = 'registrar@nhse';
const imports = '/api/register/imports';
const invented = (name: string): Buffer => readFileSync(join(process.cwd(), 'test/ods', `${name}.csv`));

async function upload(to: TestService<Said>, file: Uint8Array | string, query = '', more: Record<string, string> = {}) {
  const headers = { authorization: `Bearer ${await to.token(registrar)}`, 'content-type': 'text/csv', ...more };
  const body = typeof file === 'string' ? file : Uint8Array.from(file);
  const answer = await fetch(`${to.url}${imports}${query}`, { method: 'POST', headers, body });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Said };
}

const confirm = (to: TestService<Said>, id: string): Promise<Answer<Said>> =>
  to.as(registrar).send('POST', `${imports}/${id}/confirm`);

/** Uploads and confirms; says how many facts were recorded. */
async function take(to: TestService<Said>, name: string, query = ''): Promise<number> {
  const { body } = await upload(to, invented(name), query);
  const confirmed = await confirm(to, body.id);
  expect([name, confirmed.status]).toEqual([name, 200]);
  return confirmed.body.recorded;
}

describe('an import into the register, over HTTP', () => {
  let to: TestService<Said>;
  beforeAll(async () => {
    to = await testService<Said>({ now: '2016-02-29T10:00:00.000Z' });
  });
  afterAll(() => to.close());

  it('is previewed first, and recorded on confirmation: CCGs, practices, list sizes', async () => {
    const before = await to.head();
    const previewed = await upload(to, invented('ccgs'));
    expect(previewed.status).toBe(201);
    const { id } = previewed.body;
    expect(previewed.headers.get('location')).toBe(`${imports}/${id}`);
    expect(previewed.body).toMatchObject({
      kind: 'ccgs',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      size: invented('ccgs').length,
      by: { id: registrar },
      status: 'previewed',
      counts: { lines: 8, added: 7, closed: 3, leftOut: 1, refused: 0, unchanged: 0, notInFile: 209, facts: 11 },
      leftOut: { 'It is a commissioning hub, no CCG.': 1 },
      advice: [],
    });
    expect(await to.head()).toBe(before);
    expect((await to.as(registrar).get(`${imports}/${id}`)).body).toEqual(previewed.body);

    const confirmed = await confirm(to, id);
    expect(confirmed.body).toMatchObject({ id, status: 'recorded', at: '2016-02-29T10:00:00.000Z', facts: 11 });
    const events = await to.log.readAll({ after: before });
    expect(events).toHaveLength(11);
    for (const event of events)
      expect(event).toMatchObject({
        stream: 'register',
        actor: { id: registrar, role: 'registrar', organisation: 'nhse' },
      });
    const [ccg] = (await to.as(registrar).get('/api/register/ccgs?code=92A')).body.ccgs;
    expect(ccg).toMatchObject({ name: 'NHS QUENBY RADBECK CCG', opened: '2014-11-26' });
    expect((await to.as(registrar).get(`${imports}/${id}`)).body).toMatchObject({
      status: 'recorded',
      recorded: { facts: 11, recorded: 11 },
    });

    expect(await take(to, 'practices', '?kind=practices')).toBe(8);
    expect(await take(to, 'list-sizes', '?on=2015-07-01')).toBe(2);
    const { practices } = (await to.as(registrar).get('/api/register/practices?ccg=91A')).body;
    expect(practices).toMatchObject([{ code: 'Z90001', patients: 2838 }, { code: 'Z90002' }, { code: 'Z90003' }]);
  });

  it('moves practices back in time (R-80, R-81), and the same file changes nothing again', async () => {
    expect(await take(to, 'practices-later')).toBe(9);
    expect(to.service.ledger.register.memberOf('Z90001', '2015-04-01')).toBe('91C');
    const again = await upload(to, invented('practices-later'));
    expect(again.body.counts).toMatchObject({ added: 0, changed: 0, moved: 0, closed: 0, facts: 0, unchanged: 9 });
    const before = await to.head();
    expect((await confirm(to, again.body.id)).body).toMatchObject({ status: 'recorded', facts: 0 });
    expect(await to.head()).toBe(before);
  });

  it('that was confirmed answers as the first time', async () => {
    const { body } = await upload(to, invented('ccgs-later'));
    const both = await Promise.all([confirm(to, body.id), confirm(to, body.id)]);
    const before = await to.head();
    await to.until('2016-03-01T10:00:00.000Z');
    const third = await confirm(to, body.id);
    expect([both[0].body, both[1].body]).toEqual([third.body, third.body]);
    expect(third.body).toMatchObject({ at: '2016-02-29T10:00:00.000Z', recorded: 4 });
    const recorded = (await to.log.readAll({ after: before })).filter(({ stream }) => stream === 'register');
    expect(recorded).toEqual([]);
  });

  it('records nothing once the register has moved on from its preview, and says what differs', async () => {
    const file = invented('practices-later').toString().replace('NEWCOMERS, THE', 'NEWCOMERS');
    const [first, second] = [await upload(to, file), await upload(to, file.replace('TANSY', 'TEASEL'))];
    expect(second.body.counts).toMatchObject({ changed: 2 });
    expect((await confirm(to, first.body.id)).body.recorded).toBe(1);
    const before = await to.head();
    expect(await confirm(to, second.body.id)).toMatchObject({
      status: 409,
      body: {
        type: '/problems/register-changed',
        detail:
          'Nothing was recorded: one line would now change something else. Upload the file again to see what it would change now.',
        fields: [
          {
            field: 'Z90013',
            message: 'Line 10: was “Name: NEWCOMERS, THE → NEWCOMERS.”, would now be “nothing to record”',
          },
        ],
      },
    });
    expect(await to.head()).toBe(before);
    expect((await to.as(registrar).get(`${imports}/${second.body.id}`)).body.status).toBe('previewed');
  });

  it('shows its lines page by page, each kind by itself', async () => {
    const { body } = await upload(to, invented('practices-damaged'));
    const lines: number[] = [];
    let next: number | undefined = 0;
    while (next !== undefined) {
      const page: Answer<Said> = await to.as(registrar).get(`${imports}/${body.id}?show=refused&after=${next}&limit=5`);
      lines.push(...page.body.lines.map((each) => each.line));
      next = page.body.next;
    }
    expect(lines).toEqual([...new Set(lines)].toSorted((a, b) => a - b));
    expect(lines).toHaveLength(Number(body.counts['refused']));
    expect(body.samples['refused']?.[0]).toEqual({
      line: 1,
      code: 'Z90001',
      because: 'The join date is “20150231”.',
      mend: 'Enter the join date as YYYYMMDD, a date that exists.',
    });
    expect((await to.as(registrar).get(`${imports}/${body.id}?show=people`)).status).toBe(422);
  });

  it('sent again under its key is the same import, and another file under that key is refused', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const first = await upload(to, invented('practices'), '', key);
    const again = await upload(to, invented('practices'), '?kind=practices', key);
    expect([again.status, again.body]).toEqual([201, first.body]);
    const other = await upload(to, invented('ccgs'), '', key);
    expect(other).toMatchObject({ status: 422, body: { type: '/problems/key-reused' } });
    expect((await upload(to, invented('ccgs'), '', { 'idempotency-key': 'x' })).status).toBe(400);
  });

  it.each<[string, string, string, number, string]>([
    ['is empty', '', '', 422, 'is empty'],
    ['is no file of ODS', 'a,b\n', '', 422, 'kind'],
    ['is of another kind than it says', invented('ccgs').toString(), '?kind=practices', 422, 'Enter kind as ccgs'],
    ['has list sizes of no day', invented('list-sizes').toString(), '', 422, 'Enter on as the day'],
    ['has practices as of a day', invented('practices').toString(), '?on=2015-07-01', 422, 'Leave on out'],
    ['names a day there is not', invented('list-sizes').toString(), '?on=2015-02-30', 422, 'Check the fields'],
    ['names a kind there is not', invented('ccgs').toString(), '?kind=people', 422, 'Check the fields'],
  ])('whose file %s is refused, and leaves nothing behind', async (_, file, query, status, detail) => {
    const kept = readdirSync(join(to.folder, 'imports'));
    const answer = await upload(to, file, query);
    expect(answer).toMatchObject({ status, body: { detail: expect.stringContaining(detail) } });
    expect(readdirSync(join(to.folder, 'imports'))).toEqual(kept);
    expect(readdirSync(join(to.folder, 'imports', 'unfinished'))).toEqual([]);
  });

  it('is CSV, and other addresses take none', async () => {
    expect((await upload(to, '{}', '', { 'content-type': 'application/json' })).status).toBe(415);
    expect((await upload(to, 'a', '', { 'content-type': 'application/octet-stream' })).status).toBe(415);
    expect((await to.as(registrar).send('POST', imports)).status).toBe(415);
    expect((await to.as(registrar).send('POST', '/api/cases', 'a', { 'content-type': 'text/csv' })).status).toBe(415);
  });

  it('that is too large is refused, whether it says so or not', async () => {
    const authorization = `Bearer ${await to.token(registrar)}`;
    expect(await sendLong(to.url, authorization, true)).toBe(413);
    expect(await sendLong(to.url, authorization, false)).toBe(413);
    expect(readdirSync(join(to.folder, 'imports', 'unfinished'))).toEqual([]);
  });

  it('is for registrars only', async () => {
    const { body } = await upload(to, invented('ccgs'));
    for (const persona of ['officer@00C', 'assessor@Y54', 'committee@nhse', 'auditor@nhse']) {
      const asked = to.as(persona);
      const answers = [
        await asked.send('POST', imports, 'a', { 'content-type': 'text/csv' }),
        await asked.get(`${imports}/${body.id}`),
        await asked.send('POST', `${imports}/${body.id}/confirm`),
      ];
      // An auditor reads everything, and changes nothing.
      const read = persona === 'auditor@nhse' ? 200 : 403;
      expect([persona, ...answers.map(({ status }) => status)]).toEqual([persona, 403, read, 403]);
    }
    expect((await to.withAuthorization(undefined).send('POST', imports)).status).toBe(401);
  });

  it.each(['x', randomUUID(), '..%2F..%2Fevents.sqlite', 'unfinished'])('of the name %s is not found', async (name) => {
    expect((await to.as(registrar).get(`${imports}/${name}`)).status).toBe(404);
    expect((await confirm(to, name)).status).toBe(404);
  });
});

describe('an import', () => {
  let identity: Identity;
  const folders: string[] = [];
  const folder = (): string => {
    const made = mkdtempSync(join(tmpdir(), 'remit-import-'));
    folders.push(made);
    return made;
  };
  beforeAll(async () => {
    identity = await startIdentity({ port: 0 });
  });
  afterAll(async () => {
    await identity.close();
    for (const each of folders) rmSync(each, { recursive: true, force: true });
  });
  const running = new Set<TestService<Said>>();
  const started = async (data: string): Promise<TestService<Said>> => {
    const service = await testService<Said>({ now: '2016-02-29T10:00:00.000Z', folder: data, identity });
    running.add(service);
    return service;
  };
  const stop = async (service: TestService<Said>): Promise<void> => {
    running.delete(service);
    await service.close();
  };
  afterEach(() => Promise.all([...running].map(stop)));

  it('is known and can be confirmed after a restart', async () => {
    const data = folder();
    const before = await started(data);
    const { body } = await upload(before, invented('ccgs'));
    await stop(before);
    const after = await started(data);
    expect((await after.as(registrar).get(`${imports}/${body.id}`)).body).toEqual(body);
    expect((await confirm(after, body.id)).body.recorded).toBe(11);
  });

  it('whose file was changed on the disk, or is gone, is not confirmed', async () => {
    const to = await started(folder());
    const { body } = await upload(to, invented('ccgs'));
    const file = join(to.folder, 'imports', body.id, 'file.csv');
    const head = await to.head();
    // A line that says the same to whoever compares it.
    appendFileSync(file, '\r\n');
    expect(await confirm(to, body.id)).toMatchObject({ status: 500, body: { type: '/problems/stored-file-changed' } });
    rmSync(file);
    expect(await confirm(to, body.id)).toMatchObject({ status: 500, body: { type: '/problems/stored-file-gone' } });
    expect(await to.head()).toBe(head);
  });

  /** CCGs enough for several appends. */
  const manyCcgs = (): string => {
    const letters = [...'ABCDEFGHJKLMNPQRTVWXY'];
    const codes = Array.from({ length: 70 }, (_, at) => letters.map((letter) => `${at + 30}${letter}`)).flat();
    return codes.map((code) => invented('ccgs').toString().split('\r\n')[1]?.replace('91C', code)).join('\n');
  };

  it('that broke off between two appends goes on where it was, and records nothing twice', async () => {
    const to = await started(folder());
    const { body } = await upload(to, manyCcgs());
    expect(body.counts['facts']).toBeGreaterThan(1_400);
    const commands = to.service.app.get(Commands);
    const record = commands.register.bind(commands);
    let appends = 0;
    commands.register = (...facts) => {
      appends += 1;
      return appends === 2 ? Promise.reject(new Error('killed')) : record(...facts);
    };
    const before = await to.head();
    expect((await confirm(to, body.id)).status).toBe(500);
    expect((await to.head()) - before).toBe(1_000);
    const half = (await to.as(registrar).get(`${imports}/${body.id}`)).body;
    expect(half).toMatchObject({ status: 'recording', recorded: { facts: body.counts['facts'], recorded: 1_000 } });
    const done = await confirm(to, body.id);
    expect(done.body).toMatchObject({ status: 'recorded', recorded: body.counts['facts'] });
    expect((await to.head()) - before).toBe(body.counts['facts']);
  });

  it('whose confirmation was written down but not begun is compared anew', async () => {
    const data = folder();
    const to = await started(data);
    const { body } = await upload(to, invented('ccgs'));
    const imported = to.service.app.get(Imports);
    const it = (await imported.find(body.id))!;
    const confirmation = { at: '2016-02-29T10:00:00.000Z', by: it.by, facts: factsOf(it.preview) };
    await to.service.app.get(ImportStore).confirm(body.id, confirmation);
    expect(existsSync(join(data, 'imports', body.id, 'confirmation.json'))).toBe(true);
    expect((await to.as(registrar).get(`${imports}/${body.id}`)).body.status).toBe('previewed');
    await take(to, 'ccgs');
    expect((await confirm(to, body.id)).status).toBe(409);
  });
});

/** Sends more than is taken, with its length told or in pieces; gives the status of the answer. */
function sendLong(url: string, authorization: string, told: boolean): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const headers = {
      authorization,
      'content-type': 'text/csv',
      ...(told && { 'content-length': String(largestImport + 1) }),
    };
    const sent = request({ hostname, port, path: imports, method: 'POST', headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
      sent.destroy();
    });
    sent.on('error', (fault) => reject(fault));
    const piece = Buffer.alloc(1024 * 1024, 'a');
    let left = largestImport / piece.length + 1;
    const more = (): void => {
      while (left > 0) {
        left -= 1;
        if (!sent.write(piece)) return void sent.once('drain', more);
      }
      sent.end();
    };
    if (told) sent.write(piece);
    else more();
  });
}
