import nunjucks from 'nunjucks';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { frontend } from './assets.js';
import { filters } from './filters.js';

/** Templates of pages, beside the code of their subject. */
const templates = join(import.meta.dirname, '..');
/** The same as code, where the build has made it. */
const built = join(import.meta.dirname, 'templates.js');

/** How a template was written and compiled, in one place with the build's. */
const options = { autoescape: true, trimBlocks: true, lstripBlocks: true } as const;

/** Draws templates of nunjucks. Whatever stands in a view is text, and is escaped. */
export class Renderer {
  readonly #environment: nunjucks.Environment;

  private constructor(loader: nunjucks.ILoader) {
    this.#environment = new nunjucks.Environment(loader, options);
    for (const [name, filter] of Object.entries(filters)) this.#environment.addFilter(name, filter);
  }

  /** Over the built templates; over those that are written, in specs. */
  static async open(): Promise<Renderer> {
    if (!existsSync(built)) return Renderer.overSources();
    const { default: compiled } = (await import(built)) as { readonly default: never[] }; // as the build wrote it, and as the types of nunjucks have it
    return new Renderer(new nunjucks.PrecompiledLoader(compiled));
  }

  static overSources(): Renderer {
    const roots = [templates, join(frontend, 'dist')];
    return new Renderer(new nunjucks.FileSystemLoader(roots));
  }

  /** @param template a path from `apps/service/`, without its ending. @throws Error for a template that cannot be drawn */
  draw(template: string, view: object): string {
    return this.#environment.render(`${template}.njk`, view);
  }
}
