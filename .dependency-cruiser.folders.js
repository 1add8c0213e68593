/** Imports between folders go one way, as those between files do. Specs lean on test/, which leans on everything; they are left out. */
import files from './.dependency-cruiser.js';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circles-between-folders',
      comment: 'Rooms that lean on each other are one room with a wall in the middle.',
      severity: 'error',
      scope: 'folder',
      from: { path: '^(apps|libs)/' },
      to: { circular: true },
    },
  ],
  options: { ...files.options, exclude: { path: '^(dist|test)/|\\.spec\\.ts$' } },
};
