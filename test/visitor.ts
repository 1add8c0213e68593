/** Somebody in a browser without scripts: signs in at the real identity, keeps cookies, follows redirects, fills in forms. For specs of pages. */
import { parse, type HTMLElement } from 'node-html-parser';
import type { TestService } from './service.js';

/** A page as it was answered, after redirects. */
export interface Page {
  readonly status: number;
  /** Path and query it was found at. */
  readonly path: string;
  readonly headers: Headers;
  readonly html: string;
  readonly dom: HTMLElement;
  readonly title: string;
  /** The one `h1`, and all there is to read, with single spaces. */
  readonly heading: string;
  readonly text: string;
}

/** What is typed into a form: instead of what its fields hold. A list is of checkboxes, or of fields of one name; undefined leaves a field out. */
export type Typed = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface Visitor {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Page>;
  /** Sends the form on a page: the one that leads to `action`, or the only one in its main part. `press` is the button's name and value. */
  submit(
    page: Page,
    typed?: Typed,
    which?: { readonly action?: string; readonly press?: readonly [string, string] },
  ): Promise<Page>;
  /** Sends what no page has asked for. */
  post(path: string, body: string, headers?: Readonly<Record<string, string>>): Promise<Page>;
  readonly cookies: ReadonlyMap<string, string>;
}

const most = 10;

/** A browser that nobody has signed in with. */
export function stranger({ url }: Pick<TestService, 'url'>): Visitor {
  const jars = new Map<string, Map<string, string>>();
  const jarOf = (at: URL): Map<string, string> => {
    const jar = jars.get(at.host) ?? new Map<string, string>();
    jars.set(at.host, jar);
    return jar;
  };

  async function ask(at: URL, init: RequestInit, left = most): Promise<Page> {
    const jar = jarOf(at);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { accept: 'text/html', ...(cookie && { cookie }), ...(init.headers as Record<string, string>) };
    const answer = await fetch(at, { ...init, headers, redirect: 'manual' });
    for (const each of answer.headers.getSetCookie()) keep(jar, each);
    const to = answer.headers.get('location');
    if (to !== null && answer.status >= 300 && answer.status < 400) {
      if (left === 0) throw new Error(`${at.href} leads in a circle`);
      return ask(new URL(to, at), { method: 'GET' }, left - 1);
    }
    return pageOf(at, answer.status, answer.headers, await answer.text());
  }

  const post = (at: URL, body: string | FormData, headers: Readonly<Record<string, string>> = {}): Promise<Page> =>
    ask(at, {
      method: 'POST',
      body,
      headers: {
        origin: at.origin,
        'sec-fetch-site': 'same-origin',
        ...(typeof body === 'string' && { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headers,
      },
    });

  return {
    cookies: jarOf(new URL(url)),
    get: (path, headers = {}) => ask(new URL(path, url), { method: 'GET', headers }),
    post: (path, body, headers) => post(new URL(path, url), body, headers),
    submit: (page, typed = {}, which = {}) => {
      const at = new URL(page.path, url);
      const form = formOn(page, which.action);
      const action = new URL(form.getAttribute('action') ?? page.path, at);
      const fields = filledIn(form, typed, which.press);
      if (form.getAttribute('method')?.toLowerCase() !== 'post') {
        action.search = new URLSearchParams(fields).toString();
        return ask(action, { method: 'GET' });
      }
      if (form.getAttribute('enctype') !== 'multipart/form-data')
        return post(action, new URLSearchParams(fields).toString());
      const parts = new FormData();
      for (const [name, value] of fields) parts.append(name, value);
      return post(action, parts);
    },
  };
}

/** Somebody who has signed in and is where they wanted to be; `home` unless told. */
export async function visitor(
  to: Pick<TestService, 'url'>,
  persona: string,
  at = '/',
): Promise<Visitor & { readonly first: Page }> {
  const browser = stranger(to);
  const asked = await browser.get(at);
  const first = await signInAs(browser, asked, persona);
  return { ...browser, first };
}

/** Answers the question of the development identity who it is. */
export async function signInAs(browser: Visitor, asked: Page, persona: string): Promise<Page> {
  const { dom, path } = asked;
  const form = dom.querySelectorAll('form').find((each) => each.querySelector('input[name=persona]') !== null);
  if (form === undefined) throw new Error(`expected to be asked who it is, found ${asked.heading} at ${path}`);
  return browser.post(asked.path, new URLSearchParams({ persona }).toString());
}

function keep(jar: Map<string, string>, cookie: string): void {
  const [pair = '', ...attributes] = cookie.split(';').map((part) => part.trim());
  const [name = '', ...value] = pair.split('=');
  const isOver = attributes.some((each) => /^max-age=0$/i.test(each) || /^expires=thu, 01 jan 1970/i.test(each));
  if (isOver) jar.delete(name);
  else jar.set(name, value.join('='));
}

function pageOf(at: URL, status: number, headers: Headers, html: string): Page {
  const dom = parse(html);
  const worded = (selector: string): string => words(dom.querySelector(selector)?.text ?? '');
  // Of a page elsewhere, the whole address.
  return {
    status,
    path: at.href,
    headers,
    html,
    dom,
    title: worded('title'),
    heading: worded('h1'),
    text: words(dom.querySelector('main')?.text ?? html),
  };
}

const words = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

function formOn({ dom, path }: Page, action?: string): HTMLElement {
  const forms = (dom.querySelector('main') ?? dom).querySelectorAll('form');
  const found = forms.filter((form) => action === undefined || form.getAttribute('action') === action);
  const [form] = found;
  if (form === undefined || found.length > 1)
    throw new Error(
      `expected one form${action === undefined ? '' : ` to ${action}`} on ${path}, found ${found.length} of ${forms.length}`,
    );
  return form;
}

/** As a browser would send it: what the fields hold, with what is typed instead. */
function filledIn(form: HTMLElement, typed: Typed, press?: readonly [string, string]): [string, string][] {
  const fields: [string, string][] = [];
  for (const field of form.querySelectorAll('input, textarea, select')) {
    const name = field.getAttribute('name');
    if (name === undefined || name === '' || Object.hasOwn(typed, name)) continue;
    for (const value of held(field)) fields.push([name, value]);
  }
  for (const [name, value] of Object.entries(typed)) {
    if (form.querySelector(`[name="${name}"]`) === null) throw new Error(`there is no field ${name} in the form`);
    for (const each of value === undefined ? [] : [value].flat()) fields.push([name, each]);
  }
  return press ? [...fields, [...press]] : fields;
}

function held(field: HTMLElement): readonly string[] {
  const type = field.getAttribute('type');
  if (type === 'submit' || type === 'button' || type === 'file') return [];
  if (type === 'radio' || type === 'checkbox')
    return field.hasAttribute('checked') ? [field.getAttribute('value') ?? 'on'] : [];
  if (field.tagName === 'TEXTAREA') return [field.text];
  if (field.tagName !== 'SELECT') return [field.getAttribute('value') ?? ''];
  const options = field.querySelectorAll('option');
  const chosen = options.find((option) => option.hasAttribute('selected')) ?? options[0];
  return chosen === undefined ? [] : [chosen.getAttribute('value') ?? chosen.text];
}
