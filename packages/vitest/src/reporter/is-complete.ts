import type { Vitest } from 'vitest/node'

/** Whether this run includes all tests. */
export function isComplete(vitest: Vitest): boolean {
  const { config } = vitest
  // The words after the command, which Vitest keeps in a private field.
  const filenamePattern: unknown = Reflect.get(vitest, 'filenamePattern')
  const { testNamePattern, shard, changed, related, project, mergeReports } = config
  // A blob does not contain the command that created it.
  if (mergeReports !== undefined && mergeReports !== '') return true
  if (testNamePattern !== undefined || shard !== undefined) return false
  const lists = [filenamePattern, related, project].map((list) => (Array.isArray(list) ? list.length : 0))
  return lists.every((length) => length === 0) && (changed === undefined || changed === false)
}
