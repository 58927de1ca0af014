import { join } from 'node:path'
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

test('an EgressViolationError carries its evidence as an enumerable field, for runners that copy fields', () => {
  expect(Object.entries(new EgressViolationError('Egress blocked', [violation]))).toEqual([['violations', [violation]]])
})

test('an EgressViolationError becomes JSON with relative paths', () => {
  const from = { file: join(process.cwd(), 'src/a.ts'), line: 1, column: 2 }
  const error = new EgressViolationError('Egress blocked', [{ ...violation, from }])

  expect(JSON.parse(JSON.stringify(error))).toMatchObject({
    name: 'EgressViolationError',
    message: 'Egress blocked',
    code: 'ERR_EGRESS_VIOLATION',
    violations: [{ host: 'a.example', from: { file: 'src/a.ts', line: 1, column: 2 } }],
  })
  expect(error.violations[0]?.from?.file).toBe(from.file)
})

test('isEgressViolationError recognizes the brand, and nothing else', () => {
  expect(isEgressViolationError(new EgressViolationError('Egress blocked', []))).toBe(true)
  expect(isEgressViolationError(new Error('Egress blocked'))).toBe(false)
  expect(isEgressViolationError(undefined)).toBe(false)
})
