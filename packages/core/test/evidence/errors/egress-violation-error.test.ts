import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { EgressViolationError, isEgressViolationError } from '../../../src/evidence/errors/egress-violation-error.ts'
import { evidenceOf } from '../explain/evidence-of.ts'

const violation = evidenceOf({ host: 'a.example', port: 443 })

test('an EgressViolationError prints its text, its stack and its cause, and no fields', () => {
  const error = new EgressViolationError('Egress blocked: connect a.example:443', [violation], new Error('the own one'))

  const text = inspect(error)

  expect(text).toContain('EgressViolationError: Egress blocked: connect a.example:443')
  expect(text).toContain('[cause]: Error: the own one')
  expect(text).not.toContain('violations')
})

test('an EgressViolationError carries its evidence as enumerable plain JSON, for runners that copy fields', () => {
  const error = new EgressViolationError('Egress blocked', [violation])

  expect(JSON.parse(JSON.stringify(error))).toEqual({ violations: [JSON.parse(JSON.stringify(violation))] })
})

test('isEgressViolationError knows it by its brand, and nothing else', () => {
  expect(isEgressViolationError(new EgressViolationError('Egress blocked', []))).toBe(true)
  expect(isEgressViolationError(new Error('Egress blocked'))).toBe(false)
  expect(isEgressViolationError(undefined)).toBe(false)
})
