import { formatHeadline, type TestScope } from '@agentguard/core/internal'
import type { TestContext } from 'vitest'

/**
 * Annotates a test with each kind of violation as it happens, for Vitest's own reports: properties in JUnit, notices on
 * GitHub. Once the test has ended, Vitest rejects annotations, and that rejection would replace the test's error.
 */
export function annotateViolations(test: TestScope, annotate: TestContext['annotate']): void {
  test.onViolation((evidence) => {
    if (evidence.lateBy !== undefined) return
    try {
      annotate(formatHeadline(evidence), 'agentguard').catch(() => {})
    } catch {
      // The test has just ended. Its failure has the same information.
    }
  })
}
