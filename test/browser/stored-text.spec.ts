/** Texts that would do something where they are taken for more than text, in a browser that would do it. */
import { expect, it } from '@jest/globals';
import { crawl } from '../pages/crawling.js';
import { inTurn, mark, spikedCase } from '../pages/payloads.js';
import { inBrowser, screens } from './chromium.js';
import { faultsOf } from './look.js';

inBrowser(
  'what people wrote',
  (house) => {
    it('runs nowhere, whatever it would be if it were not text', async () => {
      const { to } = house;
      const { case: id, meeting } = await spikedCase(to, '00C', inTurn());
      for (const persona of ['officer@00C', 'committee@nhse', 'practice@A81001', 'auditor@nhse']) {
        const guest = await house.as(persona, screens['at a desk']);
        const paths = new Set([`/cases/${id}`, `/meetings/${meeting}`]);
        for await (const { path, page } of crawl(to, persona, { each: 1 }))
          if ((page.headers.get('content-type') ?? '').startsWith('text/html')) paths.add(path);
        for (const path of paths) {
          const status = await guest.goTo(path);
          const ran = await guest.page.evaluate(`window.${mark}`);
          expect({ path, status: [200, 403, 404, 409].includes(status), ran }).toEqual({
            path,
            status: true,
            ran: undefined,
          });
          // Whoever points at it, and whoever comes to it with keys, sets nothing off.
          expect({
            path,
            elements: await guest.page.locator('[onerror], [onload], [onmouseover], [onfocus], iframe, base').count(),
          }).toEqual({ path, elements: 0 });
          if (status === 200)
            house.faults.push(
              ...(await faultsOf(guest.page))
                .filter((fault) => /sideways|script/.test(fault))
                .map((fault) => `${path}: ${fault}`),
            );
        }
      }
      expect(house.faults).toEqual([]);
    });
  },
  {},
);
