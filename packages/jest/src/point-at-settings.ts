/**
 * Runs `build`; an error about what the user wrote in the configuration or in a docblock leaves with the place of that as its
 * stack. Jest prints the source there, where it would print ours.
 */
export function pointAtSettings<T>(testPath: string, build: () => T): T {
  try {
    return build()
  } catch (error) {
    if (error instanceof TypeError) error.stack = stackOf(error, testPath)
    throw error
  }
}

function stackOf(error: TypeError, testPath: string): string {
  const text = `${error.name}: ${error.message}`
  const line = error.message.split(`${testPath}:`)[1]?.match(/^\d+/)?.[0]
  if (line !== undefined) return `${text}\n    at ${testPath}:${line}:1`
  const inConfig = inConfigFile.exec(error.message)?.[0]
  if (inConfig !== undefined) return `${text}\n    at ${inConfig}:1`
  return settings.test(error.message) ? text : (error.stack ?? text)
}

const settings = /testEnvironmentOptions|agentguard\.config\.\w+/
const inConfigFile = /(?:[A-Za-z]:)?[\\/]\S*agentguard\.config\.json:\d+/
