import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testService, type TestService } from '../test/service.js';
import { roles } from './roles.js';

let to: TestService;
beforeAll(async () => {
  to = await testService();
});
afterAll(() => to.close());

const run = (...args: readonly string[]) => roles([...args, '--url', to.url], { REMIT_ISSUER: to.issuer });

describe('npm run roles', () => {
  it('grants and withdraws, and lists who holds what', async () => {
    const change = ['officer-5@00C', 'ccg-officer', '00C'];
    expect(await run('grant', ...change, '--name', 'New Officer')).toEqual({ status: 0, out: 'Recorded.\n', err: '' });
    expect((await run('list', '--subject', 'officer-5@00C')).out).toBe(
      'officer-5@00C  New Officer: ccg-officer for 00C\n',
    );
    expect(await run('withdraw', ...change)).toMatchObject({ status: 0 });
    expect((await run('list', '--subject', 'officer-5@00C')).out).toBe('officer-5@00C  New Officer: no role\n');
  });

  it('proposes a national role, which another registrar confirms', async () => {
    const { out } = await run('grant', 'committee-8@nhse', 'national-committee', 'nhse', '--name', 'New Member');
    const [, id = ''] = /confirm (\S+)\n/.exec(out) ?? [];
    expect((await run('list')).out).toContain(`Waiting: ${id}`);
    expect(await run('confirm', id)).toEqual({
      status: 1,
      out: '',
      err: 'Another registrar must confirm what you have proposed.\n',
    });
    expect(await run('confirm', id, '--as', 'registrar-2@nhse')).toMatchObject({ status: 0 });
    expect((await run('list', '--subject', 'committee-8@nhse')).out).toContain('national-committee for nhse');
  });

  it('is done with the token of the environment where there is one', async () => {
    const environment = { REMIT_TOKEN: await to.token('officer@00C') };
    expect(await roles(['list', '--url', to.url], environment)).toMatchObject({
      status: 1,
      err: expect.stringMatching(/^Only /),
    });
  });

  it.each([[[]], [['grant', 'x']], [['list', 'x']], [['confirm']], [['give', 'x', 'y', 'z']], [['list', '--what']]])(
    'says how it is used when it gets %j',
    async (args) => {
      expect(await roles(args, {})).toMatchObject({ status: 2, err: expect.stringMatching(/^Usage: /) });
    },
  );

  it('says that nobody answers', async () => {
    const nobody = await roles(['list', '--url', 'http://127.0.0.1:9'], { REMIT_TOKEN: 'x' });
    expect(nobody).toEqual({ status: 2, out: '', err: 'The service does not answer at http://127.0.0.1:9.\n' });
  });
});
