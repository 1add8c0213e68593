import base from './jest.config.js';

/** The specs that need Chromium: Debian's, or that of REMIT_CHROMIUM. Where there is none, each is skipped by name. */
/** @type {import('jest').Config} */
export default {
  ...base,
  testMatch: ['<rootDir>/test/browser/**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  // A page is drawn, laid out and looked over at two widths; a whole application is a hundred of them.
  testTimeout: 240_000,
  // A browser is several processes itself.
  maxWorkers: 2,
};
