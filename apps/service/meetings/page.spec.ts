import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { memoryLog } from '../../../libs/event-log/memory.js';
import { testService, type Body, type TestService } from '../../../test/service.js';
import { visitor } from '../../../test/visitor.js';

let to: TestService<Body>;
beforeAll(async () => {
  to = await testService<Body>({ seed: 'demo', now: '2026-11-22T10:00:00.000Z', log: memoryLog() });
}, 120_000);
afterAll(() => to.close());

describe('the meetings of a committee', () => {
  it('are those to come and those that are over, with what waits to be tabled', async () => {
    const { first } = await visitor(to, 'committee@nhse', '/meetings');
    console.log(first.status, first.text);
    const chair = await visitor(to, 'committee@nhse', '/meetings');
    const href = chair.first.dom.querySelector('tbody a')!.getAttribute('href')!;
    for (const path of [href, `${href}/minutes`, `${href}/pack`]) {
      const page = await chair.get(path);
      console.log(page.status, page.title, page.text);
    }
  });
});
