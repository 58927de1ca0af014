const probe = '--agentguard-probe'

/**
 * Those of a process's own flags that a worker thread takes; with one of the others, which concern the process as a
 * whole, no worker starts.
 *
 * Node tells which in the error for a flag that does not exist, before it makes a thread. `start` starts a worker.
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
