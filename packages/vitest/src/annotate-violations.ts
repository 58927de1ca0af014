import { formatHeadline, type TestScope } from '@agentguard/core/internal'
import type { TestContext } from 'vitest'

/**
 * Annotates a test with each kind of violation in the moment of it, for the reports that Vitest writes itself: properties in
 * JUnit, notices on GitHub. It takes no annotation once the test has ended, and would replace the test's error with its refusal.
 */
export function annotateViolations(test: TestScope, annotate: TestContext['annotate']): void {
  test.onViolation((evidence) => {
    if (evidence.lateBy !== undefined) return
    try {
      annotate(formatHeadline(evidence), 'agentguard').catch(() => {})
    } catch {
      // The test has ended in this very moment: its failure tells the same.
    }
  })
}
