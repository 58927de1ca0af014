/** Network modules of Node that no release loads so far, and that no channel watches. */
const unguarded = ['node:quic', 'node:dtls']

/**
 * Returns the name of a module by which this Node lets a program use the network and which no channel watches.
 *
 * @param isBuiltin returns whether this Node has a builtin module of that name
 */
export function unguardedBuiltin(isBuiltin: (name: string) => boolean): string | undefined {
  const found = unguarded.find(isBuiltin)
  if (found === undefined) return undefined
  return (
    `agentguard does not see what leaves through ${found}, which Node ${process.version} loads here: ` +
    'remove the flag that turns it on, or update @agentguard/core'
  )
}
