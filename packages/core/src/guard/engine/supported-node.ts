/**
 * Describes in one line that a version of Node is not supported. `undefined` where it is.
 *
 * Older versions lack hooks that the guard needs, so it would miss attempts. Odd versions end before their bugs are
 * fixed, and our tests do not run on them.
 */
export function unsupportedNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if ((major === 22 && minor >= 12) || major === 24 || major >= 26) return undefined
  return `agentguard needs Node ^22.12 || ^24 || >=26, and this is ${version}. Install one of these, and run again`
}

/** @throws Error with that text and without a stack, since a line of our code helps no user */
export function refuseUnsupportedNode(): void {
  const problem = unsupportedNode(process.versions.node)
  if (problem === undefined) return
  const error = new Error(problem)
  error.stack = `Error: ${problem}`
  throw error
}
