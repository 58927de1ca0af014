import type { Vitest } from 'vitest/node'

/** Whether this run was asked for all tests there are. */
export function isComplete(vitest: Vitest): boolean {
  const { config } = vitest
  // The words after the command; Vitest keeps them in a field that it does not declare.
  const filenamePattern: unknown = Reflect.get(vitest, 'filenamePattern')
  const { testNamePattern, shard, changed, related, project, mergeReports } = config
  // A blob remembers nothing of the command that made it.
  if (mergeReports !== undefined && mergeReports !== '') return true
  if (testNamePattern !== undefined || shard !== undefined) return false
  const lists = [filenamePattern, related, project].map((list) => (Array.isArray(list) ? list.length : 0))
  return lists.every((length) => length === 0) && (changed === undefined || changed === false)
}
