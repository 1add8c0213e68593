/** Pages for people who force the colours of their system, or see them on a dark ground. */
import { expect, it } from '@jest/globals';
import { crawl, type Found } from '../pages/crawling.js';
import { inBrowser } from './chromium.js';
import { contrastOf, faultsOf, unseenIn } from './look.js';

const personas = ['officer@00C', 'committee@nhse', 'auditor@nhse'] as const;

inBrowser('colours that people choose', (house) => {
  const kinds = new Map<string, { readonly persona: string; readonly found: Found }>();

  it('are looked at on every kind of page', async () => {
    for (const persona of personas)
      for await (const found of crawl(house.to, persona, { each: 1 })) {
        const isPage =
          found.page.status === 200 && (found.page.headers.get('content-type') ?? '').startsWith('text/html');
        if (isPage && !kinds.has(found.shape)) kinds.set(found.shape, { persona, found });
      }
    expect(kinds.size).toBeGreaterThan(40);
  });

  it.each([
    ['forced, on a dark ground', { forcedColors: 'active', colorScheme: 'dark' }],
    ['forced, on a light ground', { forcedColors: 'active', colorScheme: 'light' }],
    ['dark where pages may be', { forcedColors: 'none', colorScheme: 'dark' }],
  ] as const)('leave nothing unseen: %s', async (_, colours) => {
    const faults: string[] = [];
    for (const [shape, { persona, found }] of kinds) {
      const { page, goTo } = await house.as(persona);
      await page.emulateMedia(colours);
      await goTo(found.path);
      const seen = [...(await contrastOf(page)), ...(await unseenIn(page)), ...(await faultsOf(page))];
      faults.push(...seen.map((fault) => `${shape} (${found.path}): ${fault}`));
      await page.emulateMedia({ forcedColors: null, colorScheme: null });
    }
    expect(faults).toEqual([]);
    expect([...new Set(house.faults.splice(0))]).toEqual([]);
  });
});
