module.exports = {
  testEnvironment: 'agentguard',
  // dd-trace sends its own telemetry from the process of the tests.
  testEnvironmentOptions: { mute: ['*.datadoghq.com'] },
  reporters: [['jest-environment-agentguard/reporter', { json: true }], 'default'],
}
