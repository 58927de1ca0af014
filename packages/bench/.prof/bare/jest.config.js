module.exports = {
  testEnvironment: 'node',
  setupFiles: [],
  transform: {},
  transformIgnorePatterns: [],
  watchman: false,
  cacheDirectory: '<rootDir>/.cache',
}
