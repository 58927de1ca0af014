module.exports = { testEnvironment: 'node', testMatch: ['**/*.test.mjs'] }
