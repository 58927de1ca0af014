import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type DecidedBy, readRuleText, ruleText } from '../../../src/policy/precedence/decided-by.ts'
import type { BlockReason } from '../../../src/policy/precedence/block-reason.ts'

test.each<[string, DecidedBy, BlockReason | undefined]>([
  ['api.weather.com:443', { kind: 'rule', text: 'api.weather.com:443' }, 'denied'],
  ["the predicate 'isOurs' allow[0] in x", { kind: 'rule', text: "the predicate 'isOurs' allow[0] in x" }, undefined],
  ['loopback: own', { kind: 'own' }, undefined],
  ['loopback: any', { kind: 'option', option: 'loopback', value: 'any' }, undefined],
  ['mode: off', { kind: 'option', option: 'mode', value: 'off' }, undefined],
  ['subprocess: isolate', { kind: 'isolated' }, undefined],
  ['subprocess: guard', { kind: 'option', option: 'subprocess', value: 'guard' }, undefined],
  ['subprocess: allow', { kind: 'option', option: 'subprocess', value: 'allow' }, undefined],
  ['native: witness', { kind: 'option', option: 'native', value: 'witness' }, undefined],
  ['native: allow', { kind: 'option', option: 'native', value: 'allow' }, undefined],
  ['the kernel found no way out for 3 of its packets', { kind: 'kernel', packets: 3 }, 'program-tried'],
  ['loopback: own', { kind: 'problem', text: 'loopback: own' }, 'cannot-guard'],
])('ruleText writes %s, and readRuleText reads it back', (text, by, reason) => {
  expect(ruleText(by)).toBe(text)
  expect(readRuleText(text, reason)).toEqual(by)
})

test('readRuleText reads any other text as a rule', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(readRuleText(text)).toEqual({ kind: 'rule', text })
    }),
  )
})
