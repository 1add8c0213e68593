/** @type {import('jest').Config} */
export default {
  rootDir: '.',
  testMatch: ['<rootDir>/{apps,demonstration,libs,workflows,test,scripts}/**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/browser/', '<rootDir>/test/kurrentdb/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  // Sources import each other as '.js', as Node will see them after the build.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  globalSetup: '<rootDir>/jest.setup-pages.js',
  setupFiles: ['<rootDir>/test/development.js'],
  testEnvironment: 'node',
  testTimeout: 30_000,
  // Modules of a suite are not let go of while its process lives: a process is ended once it has grown, and another goes on.
  maxWorkers: '100%',
  workerIdleMemoryLimit: '1GB',
};
