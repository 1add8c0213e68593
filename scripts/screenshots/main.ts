/** `npm run screenshots`: the pictures of the README, of the demonstration on a day that does not change, into docs/pictures. */
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { startOwnService } from '../rollout/own-service.js';
import { executable, launch, signInAs } from './browser.js';

/** Whoever looks at pictures sees a day on which a ballot is open, and a committee sits. */
const day = '2026-11-22T10:00:00Z';
const size = { width: 1280, height: 1100 } as const;

interface Picture {
  readonly name: string;
  /** Absent for the page on which one signs in. */
  readonly as?: string;
  /** Told how to find an open case of a workflow that the person sees. */
  readonly at: (openCase: (workflow: string) => Promise<string>) => Promise<string> | string;
}

const pictures: readonly Picture[] = [
  { name: 'sign-in', at: () => '/' },
  { name: 'home', as: 'officer@00C', at: () => '/' },
  { name: 'case', as: 'officer@00C', at: async (open) => `/cases/${await open('delegated-commissioning')}` },
  {
    name: 'vote',
    as: 'practice@A81001',
    at: async (open) => `/cases/${await open('delegated-commissioning')}/do/VoteCast`,
  },
  { name: 'work', as: 'assessor@Y54', at: () => '/work' },
  { name: 'meeting', as: 'committee@nhse', at: async (open) => `/meetings/${await open('committee-meeting')}` },
];

async function main(folder: string): Promise<void> {
  if (!existsSync(executable))
    throw new Error(
      `expected Chromium at ${executable}, found none: install Debian's package chromium, or name another in REMIT_CHROMIUM`,
    );
  mkdirSync(folder, { recursive: true });
  const service = await startOwnService({ clock: day, seed: 'demo' });
  const browser = await launch();
  try {
    for (const picture of pictures) say(await taken(browser, service.url, picture, folder));
  } finally {
    await browser.close();
    await service.stop();
  }
}

/** Takes a picture. Gives its file. @throws Error where the page is not there */
async function taken(browser: Browser, baseURL: string, { name, as, at }: Picture, folder: string): Promise<string> {
  const context = await browser.newContext({
    baseURL,
    viewport: size,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    reducedMotion: 'reduce',
  });
  try {
    const page = await context.newPage();
    await page.goto('/sign-in?to=%2Facting-as');
    if (as !== undefined) {
      await signInAs(page, as);
      const path = await at((workflow) => openCase(context, workflow));
      const answer = await page.goto(path);
      if (answer?.status() !== 200)
        throw new Error(`expected ${path} for ${as}, found ${answer?.status() ?? 'no answer'}`);
    }
    const file = join(folder, `${name}.png`);
    await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
    return file;
  } finally {
    await context.close();
  }
}

/** One that goes on. The demonstration has the same ones each time. */
async function openCase({ request }: BrowserContext, workflow: string): Promise<string> {
  const answer = await request.get(`/api/cases?workflow=${workflow}&limit=200`);
  const { cases } = (await answer.json()) as {
    readonly cases: readonly { readonly id: string; readonly outcome: string | null }[];
  };
  const open = cases.find(({ outcome }) => outcome === null);
  if (open === undefined) throw new Error(`expected an open case of ${workflow}, found none`);
  return open.id;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const [folder = resolve(import.meta.dirname, '../../../docs/pictures')] = process.argv.slice(2);
await main(folder);
