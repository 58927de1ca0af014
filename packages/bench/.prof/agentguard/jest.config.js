module.exports = {
  testEnvironment: 'agentguard',
  setupFiles: [],
  transform: {},
  transformIgnorePatterns: [],
  watchman: false,
  cacheDirectory: '<rootDir>/.cache',
}
