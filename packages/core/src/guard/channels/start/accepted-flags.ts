const probe = '--agentguard-probe'

/**
 * The flags of this process that a worker thread accepts. With any other, which concerns the whole process, no worker
 * starts.
 *
 * Node lists the rejected ones in its error for an unknown flag, before it creates a thread. `start` starts a worker.
 */
export function acceptedFlags(flags: readonly string[], start: (execArgv: readonly string[]) => void): string[] {
  const isAccepted = (group: readonly string[]): boolean => {
    try {
      start([probe, ...group])
      return false
    } catch (error) {
      return error instanceof Error && error.message.endsWith(`: ${probe}`)
    }
  }
  return withValues(flags).filter(isAccepted).flat()
}

/** Those of these flags that NODE_OPTIONS accepts, as its words. */
export function flagsForEnvironment(flags: readonly string[]): string[] {
  return withValues(flags)
    .filter(([flag = '']) => process.allowedNodeEnvironmentFlags.has(flag))
    .flat()
    .map((word) => (/[\s"\\]/.test(word) ? `"${word.replace(/["\\]/g, '\\$&')}"` : word))
}

/** Each flag with the words after it, which may be its value. */
function withValues(flags: readonly string[]): readonly string[][] {
  const groups: string[][] = []
  for (const flag of flags) {
    const last = groups.at(-1)
    if (last && !flag.startsWith('-')) last.push(flag)
    else groups.push([flag])
  }
  return groups
}
