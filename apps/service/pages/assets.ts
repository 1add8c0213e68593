/** Styles, scripts and pictures of pages: ours, and those of nhsuk-frontend. */
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Where nhsuk-frontend lies. */
export const frontend = dirname(createRequire(import.meta.url).resolve('nhsuk-frontend/package.json'));

/** What the build made of our own styles and scripts: beside the built code; for code that runs as it is written, where specs have it made. */
const built = ['../../../assets', '../../../.pages/assets']
  .map((path) => join(import.meta.dirname, path))
  .find((path) => existsSync(path));

const year = 31_536_000_000;

export interface Assets {
  /** Addresses with the hash of what is there, so that a browser may keep it for ever. */
  readonly style: string;
  readonly script: string;
}

/** @throws Error where nothing was built */
export function serveAssets(fastify: FastifyInstance): Assets {
  if (built === undefined) throw new Error('expected built styles and scripts, found none: run “npm run build”');
  const options = { decorateReply: false, index: false, wildcard: false, maxAge: year, immutable: true } as const;
  void fastify.register(fastifyStatic, { ...options, root: join(frontend, 'dist/nhsuk/assets'), prefix: '/assets/' });
  void fastify.register(fastifyStatic, { ...options, root: built, prefix: '/assets/remit/' });
  return { style: addressOf(built, 'remit.css'), script: addressOf(built, 'remit.js') };
}

function addressOf(folder: string, name: string): string {
  const hash = createHash('sha256')
    .update(readFileSync(join(folder, name)))
    .digest('base64url')
    .slice(0, 12);
  return `/assets/remit/${name}?${hash}`;
}
