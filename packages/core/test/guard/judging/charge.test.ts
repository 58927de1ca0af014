import { expect, test } from 'vitest'
import type { Finding } from '../../../src/evidence/record/finding.ts'
import { engine } from '../../../src/guard/engine/engine.ts'
import { charge, chargedScope } from '../../../src/guard/judging/charge.ts'
import { createScope, type Scope } from '../../../src/guard/scope/scope.ts'
import { createPolicy } from '../../../src/policy/precedence/policy.ts'

const policy = createPolicy({}, 'the test')

const finding: Finding = {
  outcome: 'blocked',
  attempt: { channel: 'tcp', host: 'api.example', port: 443, raw: 'api.example:443' },
  reason: 'not-allowed',
  phase: 'test',
  trace: undefined,
}

function nested(keepsLate: boolean): { file: Scope; call: Scope } {
  const file = createScope({ name: 'a.test.js', file: 'a.test.js', policy })
  return { file, call: createScope({ name: 'noEgress()', policy, parent: file, keepsLate }) }
}

test('a finding belongs to the scope of the code while that runs', () => {
  const { file, call } = nested(false)
  expect(chargedScope(call)).toBe(call)
  expect(charge(engine(), call, finding)).toMatchObject({ scope: 'noEgress()', file: 'a.test.js', count: 1 })
  expect(file.ledger.entries).toEqual([])
})

test('after a call has returned, a finding belongs to the nearest outer scope, and keeps the retry of the code', () => {
  const { file, call } = nested(false)
  call.endedAt = 1
  call.retry = 2
  expect(chargedScope(call)).toBe(file)
  expect(charge(engine(), call, finding)).toMatchObject({ scope: 'a.test.js', retry: 2 })
  expect(file.ledger.entries).toHaveLength(1)
})

test('a late finding belongs to the test that has ended', () => {
  const { call } = nested(true)
  call.endedAt = 1
  expect(chargedScope(call)).toBe(call)
})

test('the same finding is counted, not kept twice', () => {
  const { call } = nested(false)
  const first = charge(engine(), call, finding)
  expect(charge(engine(), call, { ...finding, count: 3 })).toBe(first)
  expect(first.count).toBe(4)
})
