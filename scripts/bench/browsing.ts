/** Somebody with a browser, as far as a benchmark needs one: signs in at the development identity, keeps cookies, asks for pages one after another. */
import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';

/** An answer, and the milliseconds until all of it had come. */
export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly took: number;
}

export interface Browsing {
  /** Cookies of the service, as a browser sends them. */
  readonly cookie: string;
}

/** Redirects that a sign-in takes, at most. */
const most = 12;

/** Signs in at the service, through the development identity, as anybody would. @throws Error where it does not get there */
export async function signIn(url: string, persona: string): Promise<Browsing> {
  const jars = new Map<string, Map<string, string>>();
  const ask = async (at: string, init: RequestInit = {}): Promise<Response> => {
    const { origin } = new URL(at);
    const jar = jars.get(origin) ?? new Map<string, string>();
    jars.set(origin, jar);
    const headers = {
      accept: 'text/html',
      cookie: written(jar),
      ...(init.headers as Record<string, string> | undefined),
    };
    const answer = await fetch(at, { ...init, headers, redirect: 'manual' });
    for (const each of answer.headers.getSetCookie()) keep(jar, each);
    return answer;
  };
  let [at, answer] = await followed(`${url}/sign-in?to=%2Facting-as`, await ask(`${url}/sign-in?to=%2Facting-as`), ask);
  if (answer.status === 200 && !at.startsWith(url)) {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const said = { method: 'POST', headers: type, body: new URLSearchParams({ persona }).toString() };
    [at, answer] = await followed(at, await ask(at, said), ask);
  }
  const cookie = written(jars.get(new URL(url).origin) ?? new Map<string, string>());
  if (answer.status !== 200 || cookie === '')
    throw new Error(`expected ${persona} to be signed in, found ${answer.status} at ${at}`);
  return { cookie };
}

async function followed(
  from: string,
  first: Response,
  ask: (at: string) => Promise<Response>,
): Promise<[string, Response]> {
  let [at, answer] = [from, first];
  for (let left = most; left > 0; left -= 1) {
    const to = answer.headers.get('location');
    if (to === null) break;
    at = new URL(to, at).href;
    answer = await ask(at);
  }
  return [at, answer];
}

const written = (jar: ReadonlyMap<string, string>): string =>
  [...jar].map(([name, value]) => `${name}=${value}`).join('; ');

function keep(jar: Map<string, string>, cookie: string): void {
  const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(cookie) ?? [];
  if (/max-age=0/i.test(cookie)) jar.delete(name);
  else jar.set(name, value);
}

/** One connection, kept open. */
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** Asks for a page, and waits until it is there. */
export function pageAt(url: string, path: string, { cookie }: Browsing): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const asked = request(new URL(path, url), { agent, headers: { accept: 'text/html', cookie } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.once('error', reject);
      answer.once('end', () => {
        const took = performance.now() - began;
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString(), took });
      });
    });
    asked.once('error', reject);
    asked.end();
  });
}
