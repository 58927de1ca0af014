/** Only jest-circus reports its tests to an environment. With another runner no test could fail, so this throws. */
export function refuseOtherRunners(testRunner: string): void {
  if (/(?:^|[\\/])jest-jasmine2(?:[\\/]|$)/.test(testRunner) || process.env['JEST_JASMINE'] === '1')
    throw otherRunnerError()
}

/** The error that circus sent no event, with the fix. */
export function otherRunnerError(): Error {
  return withoutStack(
    new TypeError(
      'jest-environment-agentguard got no events from jest-circus, so it cannot know which test reached the network. ' +
        "Set testRunner to 'jest-circus/runner', the default, and let an environment that overrides " +
        'handleTestEvent call super.handleTestEvent(event, state).',
    ),
  )
}

/** Removes the stack, since our own frames do not help a user. */
function withoutStack(error: Error): Error {
  error.stack = `${error.name}: ${error.message}`
  return error
}
