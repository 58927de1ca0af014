/** Entries of Node to the network that no release loads so far, and that no channel watches. */
const unguarded = ['node:quic', 'node:dtls']

/**
 * Names what this Node lets a program reach out by and no channel sees.
 *
 * @param isBuiltin tells whether this Node loads a module of its own by a name
 */
export function unguardedBuiltin(isBuiltin: (name: string) => boolean): string | undefined {
  const found = unguarded.find(isBuiltin)
  if (found === undefined) return undefined
  return (
    `agentguard does not see what leaves by ${found}, which Node ${process.version} loads here: ` +
    'take the flag away that turns it on, or update @agentguard/core'
  )
}
