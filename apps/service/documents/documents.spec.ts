import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import * as forms from '../../../demonstration/forms.js';
import { caseAt } from '../../../test/story.js';
import { testService, type Answer, type Body, type TestService } from '../../../test/service.js';
import { DocumentStore, largestDocument } from './store.js';

let to: TestService<Body>;
beforeAll(async () => {
  to = await testService<Body>();
});
afterAll(() => to.close());

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const bytes = (text: string): Buffer => Buffer.from(text);
const pdf = (): Buffer => bytes(`%PDF-1.7\n${randomUUID()}\n%%EOF\n`);

async function put(persona: string, body: Uint8Array, type = 'application/pdf'): Promise<Answer<unknown>> {
  const headers = { authorization: `Bearer ${await to.token(persona)}`, 'content-type': type };
  const answer = await fetch(`${to.url}/api/documents`, { method: 'PUT', headers, body: Uint8Array.from(body) });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

/** A ZIP archive of stored files. */
function zip(files: Readonly<Record<string, string>>): Buffer {
  const parts = Object.entries(files).map(([name, content]) => {
    const [title, data] = [bytes(name), bytes(content)];
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt32LE(crc32(data), 14);
    head.writeUInt32LE(data.length, 18);
    head.writeUInt32LE(data.length, 22);
    head.writeUInt16LE(title.length, 26);
    return Buffer.concat([head, title, data]);
  });
  return Buffer.concat(parts);
}

const office = (main: string): Buffer =>
  zip({
    '[Content_Types].xml': `<?xml version="1.0"?><Types><Override PartName="/x" ContentType="${main}"/></Types>`,
    'x.xml': '<x/>',
  });

const kinds: readonly [string, Buffer, string, string][] = [
  ['a PDF', pdf(), 'application/pdf', 'pdf'],
  [
    'a PNG',
    Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(40), bytes('IDAT')]),
    'image/png',
    'png',
  ],
  ['a JPEG', Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), 'image/jpeg', 'jpg'],
  [
    'a Word document',
    office('application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'),
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'docx',
  ],
  [
    'an Excel sheet',
    office('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'),
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'xlsx',
  ],
  [
    'an OpenDocument text',
    zip({ mimetype: 'application/vnd.oasis.opendocument.text' }),
    'application/vnd.oasis.opendocument.text',
    'odt',
  ],
  [
    'an OpenDocument sheet',
    zip({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet' }),
    'application/vnd.oasis.opendocument.spreadsheet',
    'ods',
  ],
  ['a table', bytes('code,name\r\nA81001,The Densham Surgery\r\n'), 'text/plain; charset=utf-8', 'txt'],
  ['a text that begins like a bitmap', bytes('BMA guidance – Ärzte, 日本\n'), 'text/plain; charset=utf-8', 'txt'],
];

describe('a document', () => {
  it.each(kinds)(
    'that is %s is taken, whatever it says it is, and given back as it was',
    async (_, content, type, ending) => {
      const stored = await put('officer@00C', content, 'application/json');
      const name = sha256(content);
      expect(stored).toMatchObject({ status: 201, body: { sha256: name, size: content.length, type } });
      expect(stored.headers.get('location')).toBe(`/api/documents/${name}`);

      const authorization = `Bearer ${await to.token('officer@00C')}`;
      const given = await fetch(`${to.url}/api/documents/${name}`, { headers: { authorization } });
      expect(Buffer.from(await given.arrayBuffer())).toEqual(content);
      expect(Object.fromEntries(given.headers)).toMatchObject({
        'content-type': type,
        'content-disposition': `attachment; filename="${name}.${ending}"`,
        'content-length': String(content.length),
        'x-content-type-options': 'nosniff',
        etag: `"${name}"`,
      });
      const again = await fetch(given.url, { headers: { authorization, 'if-none-match': `"${name}"` } });
      expect([again.status, await again.text()]).toEqual([304, '']);
    },
  );

  it.each<[string, Buffer]>([
    ['a web page', bytes('\n <!doctype html><script>alert(1)</script>')],
    ['a drawing with script', bytes('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['XML', bytes('\ufeff<?xml version="1.0"?><a/>')],
    ['an archive', zip({ 'a.txt': 'a' })],
    ['a Word document with macros', office('application/vnd.ms-word.document.macroEnabled.main+xml')],
    ['a GIF', Buffer.from('474946383961010001000000', 'hex')],
    ['a program', Buffer.concat([bytes('MZ'), Buffer.alloc(100)])],
    ['text with a NUL', bytes('a\0b')],
    ['text in Latin-1', Buffer.from('caf\xe9', 'latin1')],
    ['text that breaks off within a letter', Buffer.from('e282', 'hex')],
  ])('that is %s is refused, and leaves nothing behind', async (_, content) => {
    const before = await to.head();
    const answer = await put('officer@00C', content);
    expect(answer).toMatchObject({
      status: 415,
      body: { type: '/problems/media-type', detail: expect.stringMatching(/PDF.*plain text/) },
    });
    expect(await to.head()).toBe(before);
    expect(readdirSync(join(to.folder, 'documents', 'unfinished'))).toEqual([]);
  });

  it('that is empty is refused', async () => {
    expect(await put('officer@00C', Buffer.alloc(0))).toMatchObject({
      status: 422,
      body: { type: '/problems/invalid' },
    });
    const bare = await to.as('officer@00C').send('PUT', '/api/documents');
    expect(bare.status).toBe(422);
  });

  it('that is too large is refused, whether it says so or not', async () => {
    const tooLarge = Buffer.alloc(largestDocument + 1, 'a');
    expect(await put('officer@00C', tooLarge)).toMatchObject({ status: 413, body: { type: '/problems/too-large' } });
    expect(await putInPieces('officer@00C', tooLarge)).toBe(413);
    expect(readdirSync(join(to.folder, 'documents', 'unfinished'))).toEqual([]);
    expect((await put('officer@00C', tooLarge.subarray(1))).status).toBe(201);
  });

  it('is not read before its sender has signed in and has a role', async () => {
    const guest = await fetch(`${to.url}/api/documents`, { method: 'PUT', body: 'a' });
    expect(guest.status).toBe(401);
    expect((await to.withAuthorization('Bearer x').send('PUT', '/api/documents', 'a')).status).toBe(401);
  });

  it('does not open other addresses to raw bytes', async () => {
    const headers = { 'content-type': 'application/octet-stream' };
    expect((await to.as('officer@00C').send('POST', '/api/cases', 'a', headers)).status).toBe(415);
  });

  it('is recorded once for each organisation, by the person who stored it, and never twice', async () => {
    const content = pdf();
    const name = sha256(content);
    const before = await to.head();
    const both = await Promise.all([put('officer@00C', content), put('officer@00C', content)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 201]);
    expect((await put('verifier@00C', content)).status).toBe(200);
    expect((await put('officer@01A', content)).status).toBe(201);
    const events = await to.log.readAll({ after: before });
    expect(
      events.map(({ stream, type, data, actor }) => ({ stream, type, data, by: actor.id, of: actor.organisation })),
    ).toEqual(
      ['00C', '01A'].map((of) => ({
        stream: 'documents',
        type: 'DocumentStored',
        data: { sha256: name, size: content.length, type: 'application/pdf' },
        by: `officer@${of}`,
        of,
      })),
    );
  });

  it('lies under its name, readable by the service alone', async () => {
    const content = pdf();
    const name = sha256(content);
    await put('officer@00C', content);
    const file = join(to.folder, 'documents', name.slice(0, 2), name);
    expect(readFileSync(file)).toEqual(content);
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it.each(['../../events.sqlite', '..%2F..%2Fevents.sqlite', 'ABC', 'f'.repeat(63), 'f'.repeat(64)])(
    'of the name %s is not found',
    async (name) => {
      expect((await to.as('officer@00C').get(`/api/documents/${name}`)).status).toBe(404);
    },
  );
});

describe('a document that is not on the disk as it was stored', () => {
  const counted = async (how: string): Promise<number> => {
    const text = await (await fetch(`${to.url}/metrics`)).text();
    return Number(new RegExp(`^remit_files_lost_total\\{how="${how}"\\} (\\d+)$`, 'm').exec(text)?.[1]);
  };
  const place = (name: string): string => join(to.folder, 'documents', name.slice(0, 2), name);

  it.each<[string, 'changed' | 'gone', (file: string) => void]>([
    [
      'one byte is another',
      'changed',
      (file) => writeFileSync(file, readFileSync(file, 'latin1').replace('%PDF', '%PDG'), 'latin1'),
    ],
    ['it was cut off', 'changed', (file) => truncateSync(file, 5)],
    ['it is longer', 'changed', (file) => appendFileSync(file, 'x')],
    ['it is empty', 'changed', (file) => truncateSync(file, 0)],
    [
      'it is a folder',
      'changed',
      (file) => {
        rmSync(file);
        mkdirSync(file);
      },
    ],
    ['it is gone', 'gone', (file) => rmSync(file)],
  ])('is given to nobody when %s, which is told and counted, until it is stored again', async (_, how, spoil) => {
    const content = pdf();
    const name = sha256(content);
    await put('officer@00C', content);
    const before = [await counted(how), await to.log.headOf('readings')];
    spoil(place(name));
    for (const persona of ['officer@00C', 'verifier@00C']) {
      const answer = await to.as(persona).get(`/api/documents/${name}`);
      expect(answer).toMatchObject({ status: 500, body: { type: `/problems/stored-file-${how}` } });
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(answer.headers.get('etag')).toBeNull();
      expect(JSON.stringify(answer.body)).not.toContain(to.folder);
    }
    expect([await counted(how), await to.log.headOf('readings')]).toEqual([Number(before[0]) + 2, before[1]]);
    rmSync(place(name), { recursive: true, force: true });
    expect((await put('officer@00C', content)).status).toBe(200);
    expect((await to.as('officer@00C').get(`/api/documents/${name}`)).status).toBe(200);
  });
});

describe('a document may be read', () => {
  const reading = async (persona: string, name: string): Promise<number> =>
    (await to.as(persona).get(`/api/documents/${name}`)).status;

  it('by the organisation that stored it only, until an event names it', async () => {
    const content = pdf();
    const name = sha256(content);
    await put('officer@02P', content);
    for (const persona of ['officer@02P', 'verifier@02P']) expect(await reading(persona, name)).toBe(200);
    for (const persona of ['officer@00C', 'assessor@Y54', 'committee@nhse', 'auditor@nhse'])
      expect([persona, await reading(persona, name)]).toEqual([persona, 404]);
  });

  it('by whoever sees the case that names it, and practices where they see the event', async () => {
    const { register } = to.service.ledger;
    // A CCG whose members may agree without a ballot, as their minutes say.
    const ccg = register.ccgs().find(({ code }) => !register.constitutionOf(code, '2014-07-01')?.ballotRequired);
    if (ccg === undefined) throw new Error('Every CCG of the register must hold a ballot');
    const officer = to.as(`officer@${ccg.code}`);
    const id = await caseAt('under-way', to, ccg.code);
    const [minutes, constitution] = [pdf(), pdf()];
    for (const each of [minutes, constitution]) await put(`officer@${ccg.code}`, each);
    const roll = register.rollOf(ccg.code, '2014-07-01');
    const agreed = { ...forms.agreementOfMembers('2014-06-20', roll.length), minutes: sha256(minutes) };
    const proposed = { ...forms.amendment(2, 1), document: sha256(constitution) };
    const engaged = await officer.act(id, 'EngagementRecorded', forms.engagement('2014-06-15'));
    const steps = [
      engaged,
      await officer.act(id, 'AgreementOfMembersRecorded', agreed),
      await officer.act(id, 'AmendmentProposed', proposed),
    ];
    expect(steps.map(({ status, body }) => [status, body.detail])).toEqual(Array(3).fill([201, undefined]));

    const practice = `practice@${roll[0]?.practice}`;
    const assessor = `assessor@${ccg.region}`;
    const found = async (persona: string): Promise<number[]> => [
      await reading(persona, sha256(minutes)),
      await reading(persona, sha256(constitution)),
    ];
    for (const persona of [assessor, 'committee@nhse', 'auditor@nhse', `verifier@${ccg.code}`])
      expect([persona, await found(persona)]).toEqual([persona, [200, 200]]);
    expect(await found(practice)).toEqual([200, 404]);
    expect(await found(`officer@${ccg.code === '01A' ? '02P' : '01A'}`)).toEqual([404, 404]);
    const readings = await to.log.readStream('readings');
    expect(readings.at(-1)).toMatchObject({ type: 'DocumentRead', data: { sha256: sha256(constitution) } });
  });
});

describe('the store of documents', () => {
  const storeIn = (): { folder: string; store: DocumentStore } => {
    const folder = join(to.folder, randomUUID());
    return { folder, store: new DocumentStore(folder) };
  };

  it('keeps nothing of an upload that breaks off', async () => {
    const { folder, store } = storeIn();
    const source = Readable.from(
      (function* () {
        yield bytes('%PDF-1.7');
        throw new Error('gone');
      })(),
    );
    await expect(store.take(source)).rejects.toThrow('gone');
    expect(readdirSync(folder)).toEqual(['unfinished']);
    expect(readdirSync(join(folder, 'unfinished'))).toEqual([]);
  });

  it('clears away what was being written when a process died, and lets alone what another instance is writing', () => {
    const { folder } = storeIn();
    const twoHoursAgo = new Date(Date.now() - 2 * 60 * 60_000);
    for (const name of ['of-the-dead', 'under-way']) writeFileSync(join(folder, 'unfinished', name), '%PDF');
    utimesSync(join(folder, 'unfinished', 'of-the-dead'), twoHoursAgo, twoHoursAgo);
    mkdirSync(join(folder, 'ab'));
    writeFileSync(join(folder, 'ab', 'whole'), '%PDF');
    utimesSync(join(folder, 'ab', 'whole'), twoHoursAgo, twoHoursAgo);
    new DocumentStore(folder);
    expect(readdirSync(join(folder, 'unfinished'))).toEqual(['under-way']);
    expect(readdirSync(join(folder, 'ab'))).toEqual(['whole']);
  });

  it('is one for several instances: an upload outlives the start of another, and both may take the same document', async () => {
    const { folder, store } = storeIn();
    const content = pdf();
    const whole = sha256(content);
    let others: Promise<unknown> | undefined;
    const source = Readable.from(
      (function* () {
        yield content.subarray(0, 8);
        others = new DocumentStore(folder).take(Readable.from([content]));
        yield content.subarray(8);
      })(),
    );
    const taken = { outcome: 'taken', document: { sha256: whole, size: content.length, type: 'application/pdf' } };
    expect(await store.take(source)).toEqual(taken);
    expect(await others).toEqual(taken);
    expect(readFileSync(join(folder, whole.slice(0, 2), whole))).toEqual(content);
    expect(readdirSync(join(folder, 'unfinished'))).toEqual([]);
  });
});

/** Sends a body without saying how long it is. Gives the status. */
async function putInPieces(persona: string, body: Buffer): Promise<number> {
  const authorization = `Bearer ${await to.token(persona)}`;
  return new Promise((resolve, reject) => {
    const outgoing = request(`${to.url}/api/documents`, { method: 'PUT', headers: { authorization } }, (incoming) => {
      incoming.resume();
      resolve(incoming.statusCode ?? 0);
    });
    outgoing.once('error', reject);
    Readable.from(body, { objectMode: false, highWaterMark: 65_536 }).pipe(outgoing);
  });
}
