import type { PageEvidence } from '@agentguard/core/report'
import { expandJson } from './expand-json.ts'

/** The evidence of the page's own script element; none where the page is opened as built, before a run. */
export function readEvidence(json: string): PageEvidence {
  const compact: unknown = JSON.parse(json)
  // `formatPage` of the same release wrote it: page and texts are built together.
  return typeof compact === 'string' ? { runs: [], attempts: [] } : (expandJson(compact) as PageEvidence)
}
