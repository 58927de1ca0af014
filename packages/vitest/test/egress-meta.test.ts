import type { Evidence } from '@agentguard/core'
import { expect, test } from 'vitest'
import { egressMeta } from '../src/egress-meta.ts'

const evidence: Evidence = {
  outcome: 'blocked',
  channel: 'tcp',
  host: 'api.example.com',
  scope: 'a test',
  phase: 'test',
  stack: [],
  count: 1,
}

test('egressMeta is empty without attempts', () => {
  expect(egressMeta([])).toBeUndefined()
})

test('egressMeta keeps as much as a ledger does for a report of all destinations', () => {
  const many = Array.from({ length: 500 }, () => evidence)

  expect(egressMeta(many, true)).toMatchObject({ attempts: { length: 210 }, omitted: 290 })
})

test('egressMeta reports what audit mode let through', () => {
  expect(egressMeta([{ ...evidence, outcome: 'audited' }])?.attempts).toHaveLength(1)
})

test('egressMeta stays small however much was attempted', () => {
  const frame = { file: '/project/tool.ts', line: 1, column: 1 }
  const many = Array.from({ length: 500 }, () => ({ ...evidence, stack: Array.from({ length: 60 }, () => frame) }))
  const meta = egressMeta(many)

  expect(meta?.attempts).toHaveLength(20)
  expect(meta?.omitted).toBe(480)
  expect(JSON.stringify(meta).length).toBeLessThan(20_000)
})
