// Specs that start the service show its pages, whose styles and scripts the build makes.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildPages } from './scripts/pages.js';

export default function build() {
  if (!existsSync(join(import.meta.dirname, 'dist/assets/remit.css'))) buildPages(import.meta.dirname);
}
