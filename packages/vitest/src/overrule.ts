import type { RunnerTestCase } from 'vitest'

/**
 * Takes from a test all that would turn its failure into something else: `test.fails` would make it a pass, a retry would
 * forgive it, and a skip at run time would drop its errors.
 */
export function overrule(task: Readonly<RunnerTestCase>): void {
  // Vitest shows a task read-only to hooks, and reads these fields of it after they have run.
  const writable = task as { -readonly [Key in keyof RunnerTestCase]: RunnerTestCase[Key] }
  writable.fails = false
  writable.retry = { count: 0, condition: () => false }
  // A field that Vitest keeps to itself: the test called `skip`.
  const { result } = writable
  if (result && 'pending' in result) delete result.pending
}
