const { createCjsPreset } = require('jest-preset-angular/presets')

/** @type {import('jest').Config} */
module.exports = {
  ...createCjsPreset(),
  setupFilesAfterEnv: ['<rootDir>/setup-jest.ts'],
  testEnvironment: 'agentguard',
  // The preset compiles ES modules of packages with esbuild while a test file imports them.
  testEnvironmentOptions: { base: 'jest-environment-jsdom', allow: ['exec:esbuild'] },
}
