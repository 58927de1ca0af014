import { expect, test } from 'vitest'
import { EgressBlockedError } from '../../../src/evidence/errors/egress-blocked-error.ts'
import { evidenceOf } from '../explain/evidence-of.ts'

test('an EgressBlockedError becomes JSON with its name, message and code, and keeps its evidence for readers', () => {
  const evidence = evidenceOf({ host: 'a.example', port: 443 })
  const error = new EgressBlockedError({ summary: () => 'Egress blocked', evidence: () => evidence }, undefined)

  expect(JSON.parse(JSON.stringify(error))).toEqual({
    name: 'EgressBlockedError',
    message: 'Egress blocked',
    code: 'ERR_EGRESS_BLOCKED',
  })
  expect(error.evidence).toBe(evidence)
})
