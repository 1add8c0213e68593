import nunjucks from 'nunjucks';
import { join } from 'node:path';
import { frontend } from './assets.js';
import { filters } from './filters.js';

/** Templates of pages, beside the code of their subject: `apps/service/`, as the build copied them. */
const templates = join(import.meta.dirname, '..');

/** Draws templates of nunjucks. Whatever stands in a view is text, and is escaped. */
export class Renderer {
  readonly #environment: nunjucks.Environment;

  constructor() {
    const roots = [templates, join(frontend, 'dist/nhsuk'), join(frontend, 'dist')];
    this.#environment = new nunjucks.Environment(new nunjucks.FileSystemLoader(roots), {
      autoescape: true,
      trimBlocks: true,
      lstripBlocks: true,
    });
    for (const [name, filter] of Object.entries(filters)) this.#environment.addFilter(name, filter);
  }

  /** @param template a path from `apps/service/`, without its ending. @throws Error for a template that cannot be drawn */
  draw(template: string, view: object): string {
    return this.#environment.render(`${template}.njk`, view);
  }

  /** Loads what every page needs, so that the first one does not wait for it. */
  warm(view: object): void {
    this.draw('pages/problem', view);
  }
}
