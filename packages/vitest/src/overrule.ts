import type { RunnerTestCase } from 'vitest'

/**
 * Removes from a test what would hide its failure: `test.fails` would turn it into a pass, a retry would drop it, and a
 * skip at run time would drop its errors.
 */
export function overrule(task: Readonly<RunnerTestCase>): void {
  // Vitest's types make a task read-only for hooks, but it reads these fields after they have run.
  const writable = task as { -readonly [Key in keyof RunnerTestCase]: RunnerTestCase[Key] }
  writable.fails = false
  writable.retry = { count: 0, condition: () => false }
  // A private field of Vitest: the test called `skip`.
  const { result } = writable
  if (result && 'pending' in result) delete result.pending
}
