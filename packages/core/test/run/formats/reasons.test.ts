import { expect, test } from 'vitest'
import { explainAttempt } from '../../../src/cli/explain/explain-attempt.ts'
import { formatPage } from '../../../src/run/formats/format-page.ts'
import { formatSarif } from '../../../src/run/formats/format-sarif.ts'
import { createLock } from '../../../src/run/lock/create-lock.ts'
import { formatLock } from '../../../src/run/lock/format-lock.ts'
import { emptyLock } from '../../../src/run/lock/lock.ts'
import type { EvidenceFile } from '../../../src/run/file/evidence-file.ts'
import { fileOf, recordOf } from '../file/sample-file.ts'

const rule = { rule: 'us.i.posthog.com', by: 'posthog-node', reason: 'demo account' }
const text = 'us.i.posthog.com (by posthog-node, "demo account")'
const lockOf = (file: EvidenceFile): string => formatLock(createLock(file, emptyLock, { root: '', exists: () => true }))
const explain = (options: object): string =>
  explainAttempt(
    { channel: 'tcp', raw: '', host: 'us.i.posthog.com', port: 443 },
    [{ name: 'the config', options }],
    ['posthog-node'],
  ).text

test.each<[string, 'allowed' | 'muted', (file: EvidenceFile) => string]>([
  ['the lock', 'allowed', lockOf],
  ['the lock', 'muted', lockOf],
  ['the page', 'allowed', formatPage],
  ['the page', 'muted', formatPage],
  ['SARIF', 'muted', formatSarif],
  ['agentguard explain', 'allowed', () => explain({ allow: rule })],
  ['agentguard explain', 'muted', () => explain({ mute: rule })],
])('%s shows the reason of a rule of what is %s', (_, outcome, format) => {
  const reason = outcome === 'muted' ? ('not-allowed' as const) : undefined
  const shown = format(fileOf([recordOf({ outcome, reason, rule: text })]))

  expect(shown.replaceAll(String.raw`\"`, '"')).toContain(text)
})
