// Lets Node run the sources, decorators included, without a build: `node --import ./from-sources.js apps/service/main.ts`. What is named
// `.js`, as it is after the build, is found as `.ts`.
import { transformSync } from '@swc/core';
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL, URL } from 'node:url';

const options = JSON.parse(readFileSync(new URL('../../.swcrc', import.meta.url), 'utf8'));
delete options.$schema;

function sourceOf(url) {
  if (!url.startsWith('file:') || !url.endsWith('.js') || url.includes('/node_modules/')) return undefined;
  const source = fileURLToPath(url).replace(/js$/, 'ts');
  return existsSync(source) ? pathToFileURL(source).href : undefined;
}

registerHooks({
  resolve(specifier, context, next) {
    const url = URL.parse(specifier, context.parentURL)?.href ?? '';
    return next(sourceOf(url) ?? specifier, context);
  },
  load(url, context, next) {
    if (!url.startsWith('file:') || !url.endsWith('.ts') || url.includes('/node_modules/')) return next(url, context);
    const filename = fileURLToPath(url);
    const { code } = transformSync(readFileSync(filename, 'utf8'), {
      ...options,
      filename,
      swcrc: false,
      sourceMaps: false,
    });
    return { format: 'module', source: code, shortCircuit: true };
  },
});
