/** Every kind of page there is, found by following links as each role, looked over in a browser. */
import { expect, it } from '@jest/globals';
import { crawl, personas, type Found } from '../pages/crawling.js';
import { lookOver } from './acting.js';
import { inBrowser, screens, type House } from './chromium.js';

/** Shapes that are another page for each role. */
const ofTheRole = new Set(['/', '/work', '/cases', '/cases/{id}']);

/** One page of each kind: of those that are another for each role, one for each. */
async function samplesOf({ to }: House): Promise<ReadonlyMap<string, readonly Found[]>> {
  const seen = new Set<string>();
  const samples = new Map<string, Found[]>();
  for (const persona of personas) {
    const own: Found[] = [];
    for await (const found of crawl(to, persona, { each: 2, more: { '/cases/{id}': 12 } })) {
      const { page, shape } = found;
      // A page of a case is as different as the places a case can be in.
      const kind = ofTheRole.has(shape)
        ? `${persona} ${shape}`
        : `${shape} ${shape === '/cases/{id}/history' ? '' : page.heading}`;
      const isPage = page.status === 200 && (page.headers.get('content-type') ?? '').startsWith('text/html');
      if (!isPage || seen.has(kind)) continue;
      seen.add(kind);
      own.push(found);
    }
    samples.set(persona, own);
  }
  return samples;
}

inBrowser('every kind of page', (house) => {
  let samples: ReadonlyMap<string, readonly Found[]>;

  it('is found by following links', async () => {
    samples = await samplesOf(house);
    expect([...samples.values()].flat().length).toBeGreaterThan(20);
  });

  it.each(personas)('can be used by everybody, at a desk, as %s', async (persona) => {
    const guest = await house.as(persona, screens['at a desk']);
    for (const { path, shape, page } of samples.get(persona) ?? []) {
      expect([path, await guest.goTo(path)]).toEqual([path, 200]);
      await lookOver(house, guest, `${shape} ${page.heading}`);
    }
    expect([...new Set(house.faults.splice(0))]).toEqual([]);
  });

  it.each(personas)('fits a telephone without scripts, as %s', async (persona) => {
    const guest = await house.as(persona, screens['on a telephone, without scripts']);
    for (const { path, shape } of samples.get(persona) ?? []) {
      expect([path, await guest.goTo(path)]).toEqual([path, 200]);
      await lookOver(house, guest, shape);
    }
    expect([...new Set(house.faults.splice(0))]).toEqual([]);
  });
});
