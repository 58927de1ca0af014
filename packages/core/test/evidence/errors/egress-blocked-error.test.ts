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

test('each EgressBlockedError makes its own texts, once, when they are first read', () => {
  const made: string[] = []
  const [first, second] = ['first', 'second'].map((text) => {
    const summary = (): string => {
      made.push(text)
      return text
    }
    return new EgressBlockedError({ summary, evidence: () => evidenceOf({ host: text }) }, undefined)
  })

  expect(made).toEqual([])
  expect([second?.message, first?.message, first?.message, second?.evidence.host]).toEqual([
    'second',
    'first',
    'first',
    'second',
  ])
  expect(made).toEqual(['second', 'first'])
})

test('a program may overwrite the texts of an EgressBlockedError, and derive an object from it', () => {
  const source = { summary: () => 'Egress blocked', evidence: () => evidenceOf({ host: 'a.example' }) }
  const error = new EgressBlockedError(source, undefined)
  const derived = Object.create(error) as EgressBlockedError
  error.stack = 'a stack'

  expect([derived.message, derived.evidence.host, derived.stack]).toEqual(['Egress blocked', 'a.example', 'a stack'])
  expect(Object.keys(error)).toEqual(['code'])
})
