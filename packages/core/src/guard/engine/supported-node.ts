/**
 * Says in one line that a version of Node is too old; `undefined` when it is not.
 *
 * Older ones lack hooks that the guard stands on: it would miss what it is there to stop.
 */
export function tooOld(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 12)) return undefined
  return `agentguard needs Node ^22.12 || ^24 || >=26, and this is ${version}`
}
