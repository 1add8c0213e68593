import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFile, openWhole } from './whole-file.js';

const sha256 = createHash('sha256').update('minutes').digest('hex');

describe('what lies in the place of a stored file', () => {
  let folder: string;
  const at = (name: string): string => join(folder, name);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'remit-whole-'));
    writeFileSync(at('file'), 'minutes');
    writeFileSync(at('other'), 'Minutes');
    execFileSync('mkfifo', [at('pipe')]);
    mkdirSync(at('folder'));
    symlinkSync('/dev/zero', at('device'));
    symlinkSync(at('circle'), at('circle'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is opened where it is the file that was stored', async () => {
    const handle = await openWhole(at('file'), sha256);
    expect(await handle.readFile('utf8')).toBe('minutes');
    await handle.close();
  });

  it.each(['pipe', 'folder', 'device', 'circle'])('is refused at once where it is a %s', async (name) => {
    for (const open of [openFile, (path: string) => openWhole(path, sha256)])
      await expect(open(at(name))).rejects.toMatchObject({ name: 'LostFile', how: 'changed' });
  });

  it('is told to be gone, or to be another', async () => {
    await expect(openWhole(at('nothing'), sha256)).rejects.toMatchObject({ how: 'gone' });
    await expect(openWhole(at('other'), sha256)).rejects.toMatchObject({ how: 'changed' });
  });
});
