/** Imports between folders go one way, as those between files do. Specs lean on test/, which leans on everything; they are left out. */
import files from './.dependency-cruiser.js';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circles-between-folders',
      comment:
        'Two folders that need each other are one. Put what both need where it belongs, and let one of them import the other.',
      severity: 'error',
      scope: 'folder',
      from: { path: '^(apps|libs|workflows)/' },
      to: { circular: true },
    },
  ],
  options: { ...files.options, exclude: { path: '^(dist|test|apps/service/pages/scripts)/|\\.spec\\.ts$' } },
};
