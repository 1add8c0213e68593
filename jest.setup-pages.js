// Specs that start the service show its pages, whose styles and scripts are made for them: the build's may be made anew meanwhile.
import { join } from 'node:path';
import { buildAssets } from './scripts/pages.js';

export default function build() {
  buildAssets(import.meta.dirname, join(import.meta.dirname, '.pages/assets'));
}
