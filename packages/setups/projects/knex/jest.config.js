module.exports = { testEnvironment: 'agentguard' }
