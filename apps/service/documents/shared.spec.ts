import { expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startIdentity } from '../../identity/index.js';
import { memoryLog } from '../../../libs/event-log/memory.js';
import { testService } from '../../../test/service.js';
import type { Document } from './store.js';

it('gives on every instance the documents and imports that any of them took, from the folder they share', async () => {
  const documents = mkdtempSync(join(tmpdir(), 'remit-shared-'));
  const identity = await startIdentity({ port: 0 });
  const log = memoryLog();
  const one = await testService<Document>({ identity, log, more: { documents } });
  const two = await testService<Document>({ identity, log, more: { documents } });
  try {
    const content = `%PDF-1.7\n${randomUUID()}\n%%EOF\n`;
    const put = await one
      .as('officer@00C')
      .send('PUT', '/api/documents', content, { 'content-type': 'application/pdf' });
    expect(put.status).toBe(201);
    const position = { 'remit-position': put.headers.get('remit-position') ?? '' };
    const path = `/api/documents/${put.body.sha256}`;
    const got = await two.as('officer@00C').send('GET', path, undefined, position);
    expect<unknown[]>([got.status, got.body]).toEqual([200, content]);
    expect(readdirSync(documents).toSorted()).toEqual([
      'documents',
      'drafts',
      'imports',
      'looks',
      'sessions',
      'signing-in',
    ]);
    expect(readdirSync(one.folder).filter((name) => !name.startsWith('views.sqlite'))).toEqual([]);
  } finally {
    await two.close();
    await one.close();
    await identity.close();
    rmSync(documents, { recursive: true, force: true });
  }
});
