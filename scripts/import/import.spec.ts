import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { join } from 'node:path';
import { testService, type TestService } from '../../test/service.js';
import { main } from './main.js';

const invented = (name: string): string => join(process.cwd(), 'test/ods', `${name}.csv`);

describe('the import on the command line', () => {
  let to: TestService;
  beforeAll(async () => {
    to = await testService({ now: '2016-02-29T10:00:00.000Z' });
  });
  afterAll(() => to.close());

  async function run(...args: readonly string[]) {
    const said = { out: '', err: '' };
    const out = jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((said.out += String(text)), true));
    const err = jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((said.err += String(text)), true));
    try {
      return { status: await main(['--url', to.url, '--issuer', to.issuer, ...args], {}), ...said };
    } finally {
      out.mockRestore();
      err.mockRestore();
    }
  }

  it('shows what a file would change and records nothing, until it is told to', async () => {
    const before = await to.head();
    const shown = await run(invented('ccgs'));
    expect(shown.status).toBe(0);
    expect(shown.out).toContain('      7  added\n');
    expect(shown.out).toContain('      1  left out: It is a commissioning hub, no CCG.\n');
    expect(shown.out).toContain('line 1  91A  NHS MARLOWEN, EAST DRAY AND TILBERRY CCG: Opened on 2013-04-01.');
    expect(shown.out).toContain('Nothing was recorded. To record it, add --confirm.');
    expect(await to.head()).toBe(before);
    expect((await run('--kind', 'ccgs', '--confirm', invented('ccgs'))).out).toMatch(/Recorded 11 facts in [\d.]+ s/);
    expect(await to.head()).toBe(before + 11);
    expect((await run('--confirm', invented('ccgs'))).out).toContain('Nothing to record.');
  });

  it('passes on what the service says', async () => {
    expect(await run('--kind', 'practices', invented('ccgs'))).toMatchObject({
      status: 1,
      err: expect.stringContaining('Enter kind as ccgs'),
    });
    expect((await run(invented('list-sizes'))).err).toContain('Enter on as the day');
  });

  it('says how it is used, and what is missing', async () => {
    expect(await run()).toMatchObject({ status: 2, err: expect.stringContaining('Usage: npm run import') });
    expect(await run('--what', 'x')).toMatchObject({ status: 2 });
    expect(await run('nowhere.csv')).toMatchObject({ status: 2, err: 'There is no file nowhere.csv.\n' });
    expect((await run('--issuer', 'http://127.0.0.1:9', invented('ccgs'))).status).toBe(2);
  });
});
