/** What a browser says by itself while people use pages: faults of scripts, broken policies, requests to elsewhere, errors of the service. */
import type { BrowserContext, ConsoleMessage, Request, Response } from 'playwright-core';

export interface Watched {
  /** In words, with the page they were found on; whoever looks takes them out. */
  readonly faults: string[];
}

interface Watching extends Watched {
  /** Addresses that pages may lead to: the service, and the identity that people sign in at. */
  readonly own: readonly string[];
}

export function watch(context: BrowserContext, { own, faults }: Watching): void {
  const origins = new Set(own.map((address) => new URL(address).origin));
  context.on('console', (message) => {
    if (message.type() === 'error' && !isExpected(message))
      faults.push(`${placeOf(message)}: console: ${message.text()}`);
  });
  context.on('weberror', (fault) => {
    faults.push(`${fault.page()?.url() ?? 'a page'}: script: ${fault.error().message}`);
  });
  context.on('dialog', (dialog) => {
    faults.push(`${dialog.page()?.url() ?? 'a page'}: a dialog says “${dialog.message()}”`);
    void dialog.dismiss();
  });
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (/^https?:$/.test(protocol) && !origins.has(origin)) faults.push(`${pageOf(request)}: asks ${request.url()}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.url()}: answered ${response.status()}`);
    if (isBroken(response))
      faults.push(`${pageOf(response.request())}: ${response.url()} answered ${response.status()}`);
  });
}

/** Chromium tells of every answer that is an error; which those are is looked at where they come. */
const isExpected = (message: ConsoleMessage): boolean => /^Failed to load resource/.test(message.text());

/** A style, a script or a picture that is not there. A page may be answered so on purpose. */
const isBroken = (response: Response): boolean =>
  response.status() >= 400 && response.status() < 500 && response.request().resourceType() !== 'document';

const placeOf = (message: ConsoleMessage): string => message.page()?.url() ?? message.location().url;

function pageOf(request: Request): string {
  try {
    return request.frame().url();
  } catch {
    return 'a page';
  }
}
