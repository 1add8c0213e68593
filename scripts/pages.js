// What pages need beside code: templates as they stand, and styles and scripts for browsers. Plain JavaScript: it is part of the build.
import { cpSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compileString } from 'sass';

/** @param {string} root the project's folder; what is made goes into its `dist` */
export function buildPages(root) {
  const service = join(root, 'apps/service');
  for (const template of globSync('**/*.njk', { cwd: service }))
    copy(join(service, template), join(root, 'dist/apps/service', template));
  const assets = join(root, 'dist/assets');
  mkdirSync(assets, { recursive: true });
  // A component's style lies with it: pages/components/ribbon/_ribbon.scss.
  const styles = ['pages/styles/remit', ...globSync('**/_*.scss', { cwd: service }).sort()];
  const { css } = compileString(styles.map((style) => `@use "${style.replace(/\.scss$/, '')}" as *;`).join('\n'), {
    loadPaths: [service, join(root, 'node_modules')],
    style: 'compressed',
    quietDeps: true,
  });
  writeFileSync(join(assets, 'remit.css'), css);
  const scripts = join(service, 'pages/scripts');
  for (const script of globSync('*.js', { cwd: scripts })) copy(join(scripts, script), join(assets, script));
  const frontend = join(root, 'node_modules/nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.js');
  copy(frontend, join(assets, 'nhsuk-frontend.min.js'));
}

function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to);
}
