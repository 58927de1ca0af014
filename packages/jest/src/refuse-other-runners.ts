/** Only jest-circus tells an environment of its tests; below another runner nothing would fail, so nothing may pass. */
export function refuseOtherRunners(testRunner: string): void {
  if (/(?:^|[\\/])jest-jasmine2(?:[\\/]|$)/.test(testRunner) || process.env['JEST_JASMINE'] === '1')
    throw otherRunnerError()
}

/** Says that no event of circus came, and what to do. */
export function otherRunnerError(): Error {
  return withoutStack(
    new TypeError(
      'jest-environment-agentguard got no events from jest-circus, so it cannot tell which test reached the network. ' +
        "Set testRunner to 'jest-circus/runner', the default, and let an environment that overrides " +
        'handleTestEvent call super.handleTestEvent(event, state).',
    ),
  )
}

/** Our own frames tell a user nothing. */
function withoutStack(error: Error): Error {
  error.stack = `${error.name}: ${error.message}`
  return error
}
