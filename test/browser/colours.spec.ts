/** Pages for people who force the colours of their system, or see them on a dark ground. */
import { expect, it } from '@jest/globals';
import { crawl, type Found } from '../pages/crawling.js';
import { inBrowser } from './chromium.js';
import { contrastOf, unseenIn } from './look.js';

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

  it.each(personas)('leave nothing unseen where they are forced, on a dark ground, for %s', async (persona) => {
    expect(await faultsIn({ forcedColors: 'active', colorScheme: 'dark' }, kindsOf(persona))).toEqual([]);
  });

  it('leave nothing unseen where they are forced on a light ground, or where pages may be dark', async () => {
    const some = kindsOf('auditor@nhse').filter((_, index) => index % 3 === 0);
    for (const colours of [
      { forcedColors: 'active', colorScheme: 'light' },
      { forcedColors: 'none', colorScheme: 'dark' },
    ] as const)
      expect(await faultsIn(colours, some)).toEqual([]);
  });

  const kindsOf = (persona: string) => [...kinds].filter(([, kind]) => kind.persona === persona);

  async function faultsIn(
    colours: { readonly forcedColors: 'active' | 'none'; readonly colorScheme: 'dark' | 'light' },
    some: ReturnType<typeof kindsOf>,
  ): Promise<readonly string[]> {
    const faults: string[] = [];
    for (const [shape, { persona, found }] of some) {
      const { page, goTo } = await house.as(persona);
      await page.emulateMedia(colours);
      await goTo(found.path);
      // On a dark ground that is forced, axe takes the window for white.
      const isForcedDark = colours.forcedColors === 'active' && colours.colorScheme === 'dark';
      const seen = [...(isForcedDark ? [] : await contrastOf(page)), ...(await unseenIn(page))];
      faults.push(...seen.map((fault) => `${shape} (${found.path}): ${fault}`));
      await page.emulateMedia({ forcedColors: null, colorScheme: null });
    }
    return [...faults, ...new Set(house.faults.splice(0))];
  }
});
