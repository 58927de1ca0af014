/**
 * Says in one line that a version of Node is not supported; `undefined` where it is.
 *
 * Older ones lack hooks that the guard needs: it would miss what it is there to stop. Odd ones end before their bugs do, and no test
 * of ours runs on them.
 */
export function unsupportedNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if ((major === 22 && minor >= 12) || major === 24 || major >= 26) return undefined
  return `agentguard needs Node ^22.12 || ^24 || >=26, and this is ${version}. Install one of these, and run again`
}

/** @throws Error that says it, without a stack: the place in our code helps no user */
export function refuseUnsupportedNode(): void {
  const problem = unsupportedNode(process.versions.node)
  if (problem === undefined) return
  const error = new Error(problem)
  error.stack = `Error: ${problem}`
  throw error
}
