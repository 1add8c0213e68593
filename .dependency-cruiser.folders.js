import base from './.dependency-cruiser.js';

/** Between folders, specs aside: a spec tells the story of a whole, and imports what it needs for that. */
/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circles-between-folders',
      comment:
        'Two folders that need each other are one. Put what both need where it belongs, and let one of them import the other.',
      severity: 'error',
      scope: 'folder',
      from: { path: '^(libs|workflows)/' },
      to: { circular: true },
    },
  ],
  options: { ...base.options, exclude: { path: '^(dist|test)/|\\.spec\\.ts$' } },
};
