module.exports = {
  testEnvironment: 'agentguard',
  testEnvironmentOptions: { base: 'allure-jest/node', resultsDir: 'allure-results' },
  testMatch: ['**/*.test.js'],
}
