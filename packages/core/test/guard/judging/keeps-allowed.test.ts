import { expect, test } from 'vitest'
import { keepsAllowed } from '../../../src/guard/judging/keeps-allowed.ts'
import { createScope, type KeepsAllowed, type Scope } from '../../../src/guard/scope/scope.ts'
import type { Attempt } from '../../../src/policy/attempt/attempt.ts'
import type { EgressOptions } from '../../../src/policy/options/egress-options.ts'
import type { DecidedBy } from '../../../src/policy/precedence/decided-by.ts'
import { createPolicy } from '../../../src/policy/precedence/policy.ts'

function scopeThat(kept: KeepsAllowed, options: EgressOptions = {}): Scope {
  return createScope({ name: 'test', policy: createPolicy(options, 'the test'), keepsAllowed: kept })
}

const remote: Attempt = { channel: 'tcp', host: 'api.example', port: 443, raw: '' }
const program = { file: '/usr/bin/curl', args: [], foreign: ['curl'] }

test('a scope keeps all, none, or only egress', () => {
  expect(keepsAllowed(scopeThat(true), { ...remote, own: true }, undefined)).toBe(true)
  expect(keepsAllowed(scopeThat(false), remote, undefined)).toBe(false)
  expect(keepsAllowed(scopeThat('egress'), remote, undefined)).toBe(true)
})

test('in mode off nothing is kept as egress', () => {
  expect(keepsAllowed(scopeThat('egress', { mode: 'off' }), remote, undefined)).toBe(false)
})

test.each<[string, Attempt, DecidedBy | undefined, boolean]>([
  ['an own server', { ...remote, own: true }, undefined, false],
  ['a thread', { channel: 'worker', raw: '' }, undefined, false],
  ['a lookup of localhost', { channel: 'dns', host: 'localhost', raw: '' }, undefined, false],
  ['a lookup of another name', { channel: 'dns', host: 'api.example', raw: '' }, undefined, true],
  ['a program that may reach out', { channel: 'child-process', program, raw: '' }, undefined, true],
  ['a program in a namespace', { channel: 'child-process', program, raw: '' }, { kind: 'isolated' }, false],
  ['a harmless program', { channel: 'child-process', program: { ...program, foreign: [] }, raw: '' }, undefined, false],
  ['an addon that loads', { channel: 'native', addons: ['a.node'], raw: '' }, undefined, false],
  ['a connection of an addon', { channel: 'native', host: '192.0.2.1', raw: '' }, undefined, true],
])('whether %s counts as egress', (_what, attempt, by, expected) => {
  expect(keepsAllowed(scopeThat('egress'), attempt, by)).toBe(expected)
})
