import base from './jest.config.js';

/** The specs that need a KurrentDB server: the real one of REMIT_KURRENTDB_URL, else a test server of its protocol. */
/** @type {import('jest').Config} */
export default {
  ...base,
  testMatch: ['<rootDir>/test/kurrentdb/**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  // On a real server the files share one database, and the contract wants nobody else to write.
  maxWorkers: 1,
};
