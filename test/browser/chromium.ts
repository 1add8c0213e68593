/** A real browser for specs: Debian's Chromium, in which people sign in at the development identity. */
import { afterAll, beforeAll, describe } from '@jest/globals';
import { existsSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { executable, launch, signInAs } from '../../scripts/screenshots/browser.js';
import { testService, type Body, type TestService, type TestServiceOptions } from '../service.js';
import { watch, type Watched } from './watch.js';

export const wide = { width: 1280, height: 900 } as const;
export const narrow = { width: 360, height: 800 } as const;

export interface Screen {
  readonly viewport: { readonly width: number; readonly height: number };
  readonly scripts: boolean;
}

/** The ways in which people come: any spec that says nothing is at a desk, with scripts. */
export const screens = {
  'at a desk': { viewport: wide, scripts: true },
  'on a telephone': { viewport: narrow, scripts: true },
  'at a desk, without scripts': { viewport: wide, scripts: false },
  'on a telephone, without scripts': { viewport: narrow, scripts: false },
} as const satisfies Record<string, Screen>;

/** Somebody who has signed in, with a window of their own. */
export interface Guest {
  readonly persona: string;
  readonly page: Page;
  readonly context: BrowserContext;
  readonly scripts: boolean;
  /** Goes to a page of the service, which must answer. Gives the status. */
  readonly goTo: (path: string) => Promise<number>;
}

export interface House extends Watched {
  readonly to: TestService<Body>;
  readonly browser: Browser;
  /** Kinds of pages that axe has looked at. */
  readonly seen: Set<string>;
  /** Somebody at the service; the same window whenever they are asked for on the same screen. */
  as(persona: string, screen?: Screen): Promise<Guest>;
  /** A window in which nobody has signed in. */
  stranger(screen?: Screen): Promise<BrowserContext>;
}

/** The demonstration on the day that the screenshots show. */
export const demonstration: TestServiceOptions = { seed: 'demo', now: '2026-11-22T10:00:00.000Z' };

/**
 * Specs in a browser on a service of their own. The service and the browser stand before the first of them; what pages did wrong in
 * between, wherever it was, is `house.faults`.
 */
export function inBrowser(
  title: string,
  specs: (house: House) => void,
  options: TestServiceOptions = demonstration,
): void {
  if (!existsSync(executable)) {
    describe.skip(`${title} (skipped: there is no ${executable})`, () => specs(undefined as unknown as House));
    return;
  }
  describe(title, () => {
    const house = new OpenHouse();
    beforeAll(() => house.open(options));
    afterAll(() => house.close());
    specs(house);
  });
}

class OpenHouse implements House {
  to!: TestService<Body>;
  browser!: Browser;
  readonly faults: string[] = [];
  readonly seen = new Set<string>();
  readonly #guests = new Map<string, Promise<Guest>>();

  async open(options: TestServiceOptions): Promise<void> {
    const more = { pages: { development: true }, ...options.more };
    [this.to, this.browser] = await Promise.all([testService<Body>({ ...options, more }), launch()]);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.to.close();
  }

  as(persona: string, screen: Screen = screens['at a desk']): Promise<Guest> {
    const key = `${persona} ${JSON.stringify(screen)}`;
    const known = this.#guests.get(key) ?? this.#signIn(persona, screen);
    this.#guests.set(key, known);
    return known;
  }

  async stranger({ viewport, scripts }: Screen = screens['at a desk']): Promise<BrowserContext> {
    const context = await this.browser.newContext({
      viewport,
      javaScriptEnabled: scripts,
      locale: 'en-GB',
      timezoneId: 'Europe/London',
      reducedMotion: 'reduce',
      baseURL: this.to.url,
    });
    // What is waited for in vain is to be told by name, before the spec is over.
    context.setDefaultTimeout(10_000);
    watch(context, { own: [this.to.url, this.to.issuer], faults: this.faults });
    return context;
  }

  async #signIn(persona: string, screen: Screen): Promise<Guest> {
    const context = await this.stranger(screen);
    const page = await context.newPage();
    await page.goto('/acting-as');
    await signInAs(page, persona);
    const goTo = async (path: string): Promise<number> => {
      const answer = await page.goto(path);
      if (answer === null) throw new Error(`expected an answer to ${path}, found none`);
      return answer.status();
    };
    return { persona, page, context, scripts: screen.scripts, goTo };
  }
}
