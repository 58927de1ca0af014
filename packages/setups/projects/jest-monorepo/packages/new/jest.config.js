module.exports = { testEnvironment: 'agentguard', transform: { '\\.ts$': '@swc/jest' } }
