// What pages need beside code: templates as they stand, and styles and scripts for browsers. Plain JavaScript: it is part of the build.
import { createHash } from 'node:crypto';
import { cpSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import nunjucks from 'nunjucks';
import { compileString } from 'sass';

/** @param {string} root the project's folder; what is made goes into its `dist` */
export function buildPages(root) {
  const service = join(root, 'apps/service');
  writeTemplates(root, service);
  for (const fixtures of globSync('**/fixtures.json', { cwd: service }))
    copy(join(service, fixtures), join(root, 'dist/apps/service', fixtures));
  buildAssets(root, join(root, 'dist/assets'));
}

/**
 * @param {string} root the project's folder
 * @param {string} assets where the styles and scripts go
 */
export function buildAssets(root, assets) {
  const service = join(root, 'apps/service');
  mkdirSync(assets, { recursive: true });
  // A component's style lies with it: pages/components/ribbon/_ribbon.scss.
  const styles = ['pages/styles/remit', ...globSync('**/_*.scss', { cwd: service }).sort()];
  const { css } = compileString(styles.map((style) => `@use "${style.replace(/\.scss$/, '')}" as *;`).join('\n'), {
    loadPaths: [service, join(root, 'node_modules')],
    style: 'compressed',
    quietDeps: true,
  });
  writeFileSync(join(assets, 'remit.css'), css);
  const frontend = join(root, 'node_modules/nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.js');
  copy(frontend, join(assets, 'nhsuk-frontend.min.js'));
  const scripts = join(service, 'pages/scripts');
  const names = globSync('*.js', { cwd: scripts });
  for (const name of names) copy(join(scripts, name), join(assets, name));
  for (const name of names)
    writeFileSync(join(assets, name), withHashes(readFileSync(join(scripts, name), 'utf8'), assets));
}

/**
 * Templates as code, so that the first page does not wait for them: our own by their path from `apps/service`, those of nhsuk-frontend by
 * theirs from its folder `dist`.
 */
function writeTemplates(root, service) {
  const frontend = join(root, 'node_modules/nhsuk-frontend/dist');
  const environment = new nunjucks.Environment(null, { autoescape: true, trimBlocks: true, lstripBlocks: true });
  const sources = [
    [service, '**/*.njk'],
    [frontend, 'nhsuk/{template.njk,components/**/*.njk,macros/**/*.njk}'],
  ];
  const compiled = sources.flatMap(([folder, paths]) =>
    globSync(paths, { cwd: folder })
      .sort()
      .map((path) => compiledFrom(environment, folder, path)),
  );
  mkdirSync(join(root, 'dist/apps/service/pages'), { recursive: true });
  writeFileSync(join(root, 'dist/apps/service/pages/templates.js'), `export default {\n${compiled.join(',\n')}\n};\n`);
}

function compiledFrom(environment, folder, path) {
  const name = path.replaceAll('\\', '/');
  const body = nunjucks.precompileString(readFileSync(join(folder, path), 'utf8'), {
    name,
    env: environment,
    wrapper: ([{ template }]) => template,
  });
  return `${JSON.stringify(name)}: (function () {\n${body}\n})()`;
}

/** Browsers keep a script for ever: one that another imports is asked for by its hash, too. */
const withHashes = (script, assets) =>
  script.replaceAll(/(from |import )'\.\/([\w.-]+\.js)'/g, (_, words, name) => {
    const hash = createHash('sha256')
      .update(readFileSync(join(assets, name)))
      .digest('base64url')
      .slice(0, 12);
    return `${words}'./${name}?${hash}'`;
  });

function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to);
}
