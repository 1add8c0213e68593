/** Somebody who has a page open, as its script follows it. For specs. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Told } from '../apps/service/live/told.js';
import type { TestService } from './service.js';
import { visitor, type Page, type Visitor } from './visitor.js';

export interface Following {
  readonly status: number;
  readonly headers: Headers;
  /** All that came of it, comments too. */
  readonly raw: () => string;
  readonly told: readonly Told[];
  /** @throws Error when it does not come within five seconds */
  readonly until: (holds: () => boolean) => Promise<void>;
  /** Resolves once the service has ended it. */
  readonly ended: Promise<void>;
  readonly hangUp: () => void;
}

const cookiesOf = ({ cookies }: Pick<Visitor, 'cookies'>): string =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

/** Follows a stream at its address. */
export async function followed(
  { url }: Pick<TestService, 'url'>,
  from: string,
  headers: Readonly<Record<string, string>>,
): Promise<Following> {
  const hangUp = new AbortController();
  const accept = { accept: 'text/event-stream', 'sec-fetch-site': 'same-origin' };
  const response = await fetch(url + from, { headers: { ...accept, ...headers }, signal: hangUp.signal });
  const told: Told[] = [];
  let raw = '';
  const reading = (async () => {
    if (!response.body) return;
    const pieces: AsyncIterable<string> = response.body.pipeThrough(new TextDecoderStream());
    for await (const piece of pieces) {
      raw += piece;
      const whole = raw.split('\n\n').slice(0, -1);
      const data = whole.flatMap((block) => /^data: (.*)$/m.exec(block)?.[1] ?? []);
      for (const each of data.slice(told.length)) told.push(JSON.parse(each) as Told);
    }
  })().catch(() => undefined);
  const until = async (holds: () => boolean): Promise<void> => {
    for (let waited = 0; !holds(); waited += 10) {
      if (waited > 5_000) throw new Error(`still waiting; told ${JSON.stringify(told)}`);
      await pause(10);
    }
  };
  return {
    status: response.status,
    headers: response.headers,
    raw: () => raw,
    told,
    until,
    ended: reading,
    hangUp: () => hangUp.abort(),
  };
}

/** Where the script of a page would follow it; undefined where it is not kept up to date. */
export const liveOn = ({ dom }: Page): string | undefined =>
  dom.querySelector('[data-remit-live]')?.getAttribute('data-remit-live');

/** Somebody signs in, opens a page and keeps it open. */
export async function withOpen(
  to: Pick<TestService, 'url'>,
  persona: string,
  path: string,
): Promise<Following & { readonly person: Visitor & { readonly first: Page } }> {
  const person = await visitor(to, persona, path);
  const from = liveOn(person.first);
  if (from === undefined) throw new Error(`${path} is not kept up to date for ${persona}`);
  return { person, ...(await followed(to, from, { cookie: cookiesOf(person) })) };
}

export const asIn = (person: Pick<Visitor, 'cookies'>): { readonly cookie: string } => ({ cookie: cookiesOf(person) });
