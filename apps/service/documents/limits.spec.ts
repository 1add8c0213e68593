import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { getMetadataStorage } from 'class-validator';
import { documentsIn } from '../../../libs/views/documents.js';
import { problemIn } from '../../../test/problem.js';
import { testService, type Body, type TestService } from '../../../test/service.js';
import { caseAt } from '../../../test/story.js';
import { decorated } from '../../../test/properties/said.js';
import '../../../workflows/index.js';
import * as forms from '../../../demonstration/forms.js';
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
