import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';

/** Of this build, as its package says. */
export const version: string = versionIn(findPackageJSON(import.meta.url));

function versionIn(file: string | undefined): string {
  if (file === undefined) throw new Error('expected a package.json above the service, found none');
  const { version: found } = JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }; // it is our own
  return found;
}
