/** Tests are compiled to CommonJS by swc: jest loads ESM-only dependencies through the same transform. */
export default {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/global-setup.mjs',
  globalTeardown: '<rootDir>/test/global-teardown.mjs',
  roots: ['<rootDir>/test', '<rootDir>/src'],
  testRegex: '\\.(spec|e2e-spec)\\.ts$',
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    // Its exports name conditions of ESM only.
    '^file-type$': '<rootDir>/node_modules/file-type/index.js',
  },
  setupFiles: ['reflect-metadata'],
  testTimeout: 30_000,
  // One more than the cores it was tuned on: tests that kill the app mostly wait for what the dead had locked.
  maxWorkers: 3,
  transform: {
    '\\.(ts|js|mjs)$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          keepClassNames: true,
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: [
    '/node_modules/(?!(@nestjs|file-type|strtok3|token-types|uint8array-extras|@tokenizer|@borewit|load-esm)/)',
  ],
};
