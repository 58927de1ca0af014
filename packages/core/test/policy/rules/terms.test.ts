import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createAllowlist } from '../../../src/policy/rules/allowlist.ts'
import type { RuleInput } from '../../../src/policy/rules/rule-input.ts'
import { type Circumstances, readTerms, textWithTerms } from '../../../src/policy/rules/terms.ts'
import { anyAttempt, anyRule } from './any-attempt.ts'

const attempt = { channel: 'tcp', host: 'a.com', names: ['a.com'], port: 443, raw: 'a.com' } as const
const on = (today: string, ...packages: readonly string[]): Circumstances => ({
  today: () => today,
  packages: () => packages,
})

test.each<[RuleInput, Circumstances, string | undefined]>([
  [{ rule: 'a.com', by: 'posthog-node' }, on('2026-01-01', 'undici', 'posthog-node'), 'a.com (by posthog-node)'],
  [{ rule: 'a.com', by: 'posthog-node' }, on('2026-01-01', 'undici'), undefined],
  [{ rule: 'a.com', until: '2026-01-31' }, on('2026-01-31'), 'a.com (until 2026-01-31)'],
  [{ rule: 'a.com', until: '2026-01-31' }, on('2026-02-01'), undefined],
  [{ rule: 'a.com', reason: 'demo account' }, on('2026-02-01'), 'a.com ("demo account")'],
  [{ rule: /^a/, by: '@a/b', until: '2026-01-31' }, on('2026-01-31', '@a/b'), '/^a/ (by @a/b, until 2026-01-31)'],
  [{ rule: () => true, by: 'x' }, on('2026-01-31', 'y'), undefined],
])('a rule %o holds only as its terms say', (rule, now, expected) => {
  expect(createAllowlist([rule], 'a test').match(attempt, now)).toBe(expected)
})

test('a rule with by or until holds nowhere that circumstances are unknown', () => {
  const list = createAllowlist(
    [
      { rule: 'a.com', by: 'x' },
      { rule: 'a.com', until: '2099-01-01' },
    ],
    'a test',
  )

  expect(list.match(attempt)).toBeUndefined()
})

test('the packages of a call are read only where a rule with by matches', () => {
  const list = createAllowlist([{ rule: 'b.com', by: 'x' }, { rule: 'a.com', until: '2026-01-01' }, 'c.com'], 'a test')
  const now: Circumstances = {
    today: () => '2026-01-02',
    packages: () => {
      throw new Error('no stack is needed')
    },
  }

  expect(list.match(attempt, now)).toBeUndefined()
  expect(list.match({ ...attempt, host: 'c.com', names: ['c.com'] }, now)).toBe('c.com')
})

test.each<[RuleInput | object, string]>([
  [{ rule: 'a.com', because: 'x' }, "allow[0] in a test: a rule has no 'because'"],
  [{ rule: 'a.com', untill: '2026-01-01' }, "Did you mean 'until'?"],
  [{ rule: 'a.com', by: 'two words' }, "by in allow[0] in a test: 'two words' is not a value of by"],
  [{ rule: 'a.com', until: '2026-02-30' }, "until in allow[0] in a test: '2026-02-30' is not a value of until"],
  [{ rule: 'a.com', until: 'tomorrow' }, 'Write its last day, such as 2027-03-31'],
  [{ rule: 'a.com', reason: ' ' }, 'reason in allow[0] in a test'],
  [{ rule: '*', by: 'x' }, "the rule of allow[0] in a test: '*' would match everything"],
])('createAllowlist rejects %o', (rule, message) => {
  // The cast is on purpose: most of these are not rules.
  expect(() => createAllowlist([rule as RuleInput], 'a test')).toThrow(
    message.startsWith('the rule') ? /'\*' would match everything/ : message,
  )
})

test('a deny rule has no terms', () => {
  expect(() => createAllowlist([{ rule: 'a.com', until: '2026-01-01' }], 'a test', 'deny')).toThrow(
    'deny[0] in a test: a deny rule has no terms: it always applies',
  )
})

const anyTerms = fc.record(
  {
    by: fc.constantFrom('posthog-node', '@a/b'),
    until: fc.constantFrom('2026-01-31', '2027-03-31'),
    reason: fc.constantFrom('demo account', 'a, b (c)', 'until 2026-01-01'),
  },
  { requiredKeys: [] },
)

test('by and until only narrow: what a rule with terms matches, the rule alone matches too', () => {
  const days = fc.constantFrom('2026-01-31', '2026-02-01', '2028-01-01')
  const packages = fc.subarray(['posthog-node', '@a/b', 'undici'])
  fc.assert(
    fc.property(anyRule, anyTerms, anyAttempt, days, packages, (rule, terms, tried, day, callers) => {
      const text = createAllowlist([{ rule, ...terms }], 'a test').match(tried, on(day, ...callers))
      const alone = createAllowlist([rule], 'a test').match(tried)
      if (text !== undefined) expect(alone).toBeDefined()
      if (terms.by === undefined && terms.until === undefined) expect(text === undefined).toBe(alone === undefined)
    }),
    { numRuns: 5000 },
  )
})

test('readTerms reads what textWithTerms wrote', () => {
  fc.assert(
    fc.property(anyRule, anyTerms, (rule, terms) => {
      expect(readTerms(textWithTerms(rule, terms))).toEqual({ rule, terms })
    }),
  )
})
