import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { getMetadataStorage } from 'class-validator';
import { documentsIn } from '../../../libs/views/documents.js';
import { startIdentity } from '../../identity/index.js';
import { memoryLog } from '../../../libs/event-log/memory.js';
import { problemIn } from '../../../test/problem.js';
import { testService, type Body, type TestService } from '../../../test/service.js';
import { caseAt } from '../../../test/story.js';
import { decorated } from '../../../test/properties/said.js';
import '../../../workflows/index.js';
import * as forms from '../../../demonstration/forms.js';
import type { DailyLimit } from './allowance.js';
import { Clearing, daysUnnamed } from './clearing.js';
import { Documents } from './documents.js';
import { leftFree, Room } from './room.js';
import { DocumentStore } from './store.js';
import { writeUpload } from './uploads.js';

const pdf = (): string => `%PDF-1.7\n${randomUUID()}\n%%EOF\n`;
const hashOf = (content: string): string => createHash('sha256').update(content).digest('hex');

const putTo = (to: TestService<Body>) => (persona: string, content: string) =>
  to.as(persona).send('PUT', '/api/documents', content, { 'content-type': 'application/pdf' });

describe('a document that an event names', () => {
  let to: TestService<Body>;
  beforeAll(async () => {
    to = await testService<Body>();
  });
  afterAll(() => to.close());

  const message = 'Enter the SHA-256 of a document that you have stored, or that you may read';

  it('is held to that however deep it lies, and with the first fact of a case', async () => {
    const [own, other] = [pdf(), pdf()];
    await putTo(to)('officer@02P', own);
    await putTo(to)('officer@00C', other);
    const begin = (...contents: readonly string[]) =>
      to.as('officer@02P').begin('02P', {
        data: { attachments: contents.map((content) => ({ title: 'Map', sha256: hashOf(content) })) },
      });
    const refused = await begin(own, other);
    expect(refused.body.fields).toEqual([{ field: 'attachments.1.sha256', message }]);
    const many = Array.from({ length: 49 }, () => pdf());
    expect((await begin(own, ...many)).body.fields).toHaveLength(49);
    expect((await begin(own)).status).toBe(201);
  });

  it('is one that whoever names it may read; for them there is no other, and nobody comes to read it by naming it', async () => {
    const content = pdf();
    await putTo(to)('officer@00C', content);
    const id = await caseAt('under-way', to, '01A');
    const name = (sha256: string) =>
      to.as('officer@01A').act(id, 'AmendmentProposed', { ...forms.amendment(2, 1), document: sha256 });
    const head = await to.head();
    const [hidden, none] = [await name(hashOf(content)), await name('f'.repeat(64))];
    expect(problemIn(hidden)).toBe('422 invalid');
    expect(hidden.body.fields).toEqual([{ field: 'document', message }]);
    expect(hidden.body).toEqual(none.body);
    expect((await to.as('officer@01A').get(`/api/documents/${hashOf(content)}`)).status).toBe(404);
    expect(await to.head()).toBe(head);

    await putTo(to)('officer@01A', content);
    expect((await name(hashOf(content))).status).toBe(201);
  });

  it('stands in a field that is known to name one, in every class', () => {
    const hash = /^[0-9a-f]{64}$/;
    const fields = decorated().flatMap((shape) =>
      getMetadataStorage()
        .getTargetValidationMetadatas(shape, '', false, false)
        .filter(({ constraints }) => String((constraints as unknown[] | undefined)?.[0]) === String(hash))
        .map(({ propertyName }) => propertyName),
    );
    expect(fields.length).toBeGreaterThan(3);
    for (const field of fields) expect([field, documentsIn({ [field]: 'a'.repeat(64) })]).toHaveProperty('1.length', 1);
  });
});

describe('what an organisation stores in a day', () => {
  it('has a limit of number and of bytes, of each organisation and day of London', async () => {
    const to = await testService<Body>({
      now: '2014-06-12T10:00:00.000Z',
      more: { dailyLimit: { documents: 3, bytes: 1_000 } },
    });
    try {
      const put = putTo(to);
      const long = `${pdf()}${'x'.repeat(820)}`;
      expect((await put('officer@00C', long)).status).toBe(201);
      const tooMuch = await put('officer-2@00C', long.replace('x', 'y'));
      expect(problemIn(tooMuch)).toBe('429 too-many-requests');
      expect(tooMuch.body.detail).toContain('in a day');
      // Until midnight in London, which keeps summer time.
      expect(tooMuch.headers.get('retry-after')).toBe(String(13 * 3600));
      expect((await put('officer@01A', long)).status).toBe(201);

      const atOnce = await Promise.all([1, 2, 3, 4].map(() => put('officer@00C', pdf().slice(0, 20) + randomUUID())));
      expect(atOnce.map(({ status }) => status).toSorted()).toEqual([201, 201, 429, 429]);
      await to.until('2014-06-12T22:59:00.000Z');
      expect((await put('officer@00C', pdf())).status).toBe(429);
      await to.until('2014-06-12T23:00:00.000Z');
      expect((await put('officer@00C', pdf())).status).toBe(201);
    } finally {
      await to.close();
    }
  });
});

describe('what an organisation stores at once', () => {
  const identity = startIdentity({ port: 0 });
  afterAll(async () => (await identity).close());

  /** Services over one log, each with its own views. */
  async function services(count: number, dailyLimit: DailyLimit): Promise<readonly TestService<Body>[]> {
    const log = memoryLog();
    const started: TestService<Body>[] = [];
    while (started.length < count)
      started.push(await testService<Body>({ identity: await identity, log, more: { dailyLimit } }));
    return started;
  }
  const storedIn = async ({ log }: TestService<Body>): Promise<readonly unknown[]> =>
    (await log.readStream('documents')).map(({ data }) => data['size']);

  it.each([1, 2, 3])('on %d instances is no more than it may in a day, by number', async (count) => {
    const all = await services(count, { documents: 3, bytes: 1_000_000 });
    try {
      const [first] = all as [TestService<Body>];
      const answers = await Promise.all(
        all.flatMap((to) => Array.from({ length: 5 }, () => putTo(to)('officer@00C', pdf()))),
      );
      const refused = answers.filter(({ status }) => status !== 201);
      expect(answers).toHaveLength(5 * count);
      expect([answers.length - refused.length, (await storedIn(first)).length]).toEqual([3, 3]);
      for (const answer of refused) expect(problemIn(answer)).toBe('429 too-many-requests');
      for (const { headers } of refused) expect(['60', String(13 * 3600)]).toContain(headers.get('retry-after'));
      const late = await Promise.all(all.map((to) => putTo(to)('officer@00C', pdf())));
      expect(late.map(({ headers }) => headers.get('retry-after'))).toEqual(all.map(() => String(13 * 3600)));
      expect((await putTo(first)('officer@01A', pdf())).status).toBe(201);
    } finally {
      for (const to of all) await to.close();
    }
  });

  it('on two instances is no more than it may, by bytes', async () => {
    const [one, two] = (await services(2, { documents: 100, bytes: 1_000 })) as [TestService<Body>, TestService<Body>];
    try {
      const long = (): string => `${pdf()}${'x'.repeat(600)}`;
      const answers = await Promise.all([one, two, one, two].map((to) => putTo(to)('officer@00C', long())));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 429, 429, 429]);
      expect(await storedIn(one)).toHaveLength(1);
      expect((await putTo(two)('officer@00C', pdf())).status).toBe(201);
    } finally {
      await two.close();
      await one.close();
    }
  });

  it('is known, and counts once, where it is the same document', async () => {
    const [one, two] = (await services(2, { documents: 1, bytes: 1_000 })) as [TestService<Body>, TestService<Body>];
    try {
      const content = pdf();
      const answers = await Promise.all([one, two].map((to) => putTo(to)('officer@00C', content)));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 201]);
      expect(await storedIn(two)).toHaveLength(1);
    } finally {
      await two.close();
      await one.close();
    }
  });

  it('is decided where it is recorded, whatever was let in before', async () => {
    const [to] = (await services(1, { documents: 100, bytes: 1_000_000 })) as [TestService<Body>];
    try {
      const documents = to.service.app.get(Documents);
      const asking = { issuer: 'x', id: 'officer@00C', name: 'An officer', grants: [] };
      const grant = { role: 'ccg-officer', organisation: '00C' };
      const record = (content: string) =>
        documents.record(
          { sha256: hashOf(content), size: 10, type: 'application/pdf' },
          asking,
          grant as Parameters<typeof documents.record>[2],
          { documents: 2, bytes: 25 },
        );
      const contents = [pdf(), pdf(), pdf(), pdf()];
      expect((await Promise.all(contents.map(record))).toSorted()).toEqual(['over', 'over', 'recorded', 'recorded']);
      const again = await Promise.all(contents.map(record));
      expect(again.toSorted()).toEqual(['known', 'known', 'over', 'over']);
    } finally {
      await to.close();
    }
  });
});

describe('a document that no event names', () => {
  let to: TestService<Body>;
  let store: DocumentStore;
  let clearing: Clearing;
  beforeAll(async () => {
    to = await testService<Body>();
    store = new DocumentStore(join(to.folder, 'documents'));
    const { ledger, clock } = to.service;
    clearing = new Clearing(ledger, clock, to.service.app.get(Documents), store);
  });
  afterAll(() => to.close());

  const fileOf = (name: string): string => join(to.folder, 'documents', name.slice(0, 2), name);
  const later = (days: number): Promise<unknown> =>
    to.until(new Date(to.service.clock.now().getTime() + days * 86_400_000).toISOString());
  const age = (name: string): void => utimesSync(fileOf(name), 0, 0);

  it('is removed after a while, which is recorded; what is named stays', async () => {
    const [left, named] = [pdf(), pdf()];
    for (const content of [left, named]) await putTo(to)('officer@00C', content);
    const data = { attachments: [{ title: 'Map', sha256: hashOf(named) }] };
    expect((await to.as('officer@00C').begin('00C', { data })).status).toBe(201);
    for (const content of [left, named]) age(hashOf(content));
    await later(daysUnnamed - 1);
    await clearing.clear();
    expect((await to.log.readStream('documents')).map(({ type }) => type)).toEqual(Array(2).fill('DocumentStored'));

    await later(2);
    await clearing.clear();
    expect((await to.log.readStream('documents')).at(-1)).toMatchObject({
      type: 'DocumentRemoved',
      data: { sha256: hashOf(left) },
      actor: { id: 'clock' },
    });
    expect((await to.as('officer@00C').get(`/api/documents/${hashOf(left)}`)).status).toBe(404);
    expect(existsSync(fileOf(hashOf(left)))).toBe(true);
    const head = await to.head();
    await clearing.clear();
    expect([existsSync(fileOf(hashOf(left))), existsSync(fileOf(hashOf(named)))]).toEqual([false, true]);
    expect(await to.head()).toBe(head);
    expect((await to.as('officer@00C').get(`/api/documents/${hashOf(named)}`)).status).toBe(200);
  });

  it('is stored as new after it was removed, whoever stored it before', async () => {
    const content = pdf();
    const name = hashOf(content);
    await putTo(to)('officer@01A', content);
    age(name);
    await later(daysUnnamed + 1);
    await clearing.clear();
    // Stored again between the record and the look that takes the file away.
    expect((await putTo(to)('officer@01A', content)).status).toBe(201);
    expect((await putTo(to)('officer@01A', content)).status).toBe(200);
    age(name);
    await clearing.clear();
    expect((await to.as('officer@01A').get(`/api/documents/${name}`)).status).toBe(200);

    await later(daysUnnamed + 1);
    await clearing.clear();
    expect((await to.log.readStream('documents')).at(-1)).toMatchObject({
      type: 'DocumentRemoved',
      data: { sha256: name },
    });
    // The file was touched just now, as by an upload that is not recorded yet.
    utimesSync(fileOf(name), new Date(), new Date());
    await clearing.clear();
    expect(existsSync(fileOf(name))).toBe(true);
  });
});

describe('a file that nothing is recorded of', () => {
  it('as its upload passed the limit or broke off, goes once it has been seen so for as long, and no sooner', async () => {
    const to = await testService<Body>();
    try {
      const { ledger, clock } = to.service;
      const store = new DocumentStore(join(to.folder, 'documents'));
      const clearing = new Clearing(ledger, clock, to.service.app.get(Documents), store);
      const [left, stored] = [pdf(), pdf()];
      const taken = await store.take(Readable.from([Buffer.from(left)]));
      expect(taken.outcome).toBe('taken');
      await putTo(to)('officer@00C', stored);
      const fileOf = (name: string): string => join(to.folder, 'documents', name.slice(0, 2), name);
      const seen = join(to.folder, 'documents', 'unrecorded', hashOf(left));
      const days = (count: number): Date => new Date(Date.now() - count * 86_400_000);
      const age = (file: string, by: number): void => utimesSync(file, days(by), days(by));

      // Old already, as beside a log that was restored: it is seen for the first time, and kept.
      for (const content of [left, stored]) age(fileOf(hashOf(content)), 400);
      await clearing.clear();
      expect([existsSync(fileOf(hashOf(left))), existsSync(seen)]).toEqual([true, true]);
      age(seen, daysUnnamed - 1);
      await clearing.clear();
      expect(existsSync(fileOf(hashOf(left)))).toBe(true);
      age(seen, daysUnnamed + 1);
      await clearing.clear();
      expect([existsSync(fileOf(hashOf(left))), existsSync(seen)]).toEqual([false, false]);
      expect(existsSync(fileOf(hashOf(stored)))).toBe(true);
    } finally {
      await to.close();
    }
  });

  it('is kept where it was put there again meanwhile', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'remit-unrecorded-'));
    const store = new DocumentStore(folder);
    const content = pdf();
    await store.take(Readable.from([Buffer.from(content)]));
    await store.clearUnrecorded(hashOf(content), 1_000);
    utimesSync(join(folder, 'unrecorded', hashOf(content)), 0, 0);
    await store.clearUnrecorded(hashOf(content), 1_000);
    expect(readdirSync(join(folder, hashOf(content).slice(0, 2)))).toEqual([hashOf(content)]);
    rmSync(folder, { recursive: true });
  });
});

describe('the disk', () => {
  const source = (): Readable => Readable.from([Buffer.from('a')]);

  it('is left room by uploads, those under way counted', async () => {
    let free = leftFree + 100;
    const room = new Room(() => Promise.resolve(free));
    const first = await room.take('/', 60);
    await expect(room.take('/', 60)).rejects.toMatchObject({ code: 'ENOSPC' });
    first();
    const second = await room.take('/', 60);
    second();
    free = leftFree;
    await expect(room.take('/', 1)).rejects.toMatchObject({ code: 'ENOSPC' });
  });

  it('that has no room takes no upload: nothing is written', async () => {
    const to = await testService<Body>();
    try {
      const folder = join(to.folder, 'documents', 'unfinished');
      const full = new Room(() => Promise.resolve(leftFree));
      await expect(writeUpload(source(), join(folder, 'x'), 10, () => undefined, full)).rejects.toMatchObject({
        code: 'ENOSPC',
      });
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      await to.close();
    }
  });
});
