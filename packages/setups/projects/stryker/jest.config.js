module.exports = { testEnvironment: 'jest-environment-agentguard' }
