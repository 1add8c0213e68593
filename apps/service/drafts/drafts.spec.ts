import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DraftsAnswer } from './answer.js';
import { Drafts } from './drafts.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drafts-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('what was changed after it was sent becomes another command, found where it was', async () => {
  const drafts = new Drafts(folder);
  const by = { issuer: 'https://identity.example', id: 'somebody', name: 'Somebody', grants: [] };
  const said = { typed: { grounds: ['Sound'] }, title: 'An act', page: '/cases/one/do/Anything' };
  const sent = await drafts.put({ about: 'one', type: 'Anything' }, by, said);
  await drafts.renew(sent, by);
  const renewed = await drafts.find(sent, by);
  expect(renewed?.key).not.toBe(sent.key);
  expect(renewed).toMatchObject(said);
  const listed = await new DraftsAnswer(drafts).of(by);
  expect(listed.map(({ title, href }) => [title, href])).toEqual([['An act', '/cases/one/do/Anything']]);
});
