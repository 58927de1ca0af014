import { array, assert, constant, constantFrom, oneof, property, record, subarray, type Arbitrary } from 'fast-check'
import { expect, test, vi } from 'vitest'
import { engine } from '../../../src/guard/engine/engine.ts'
import { judge } from '../../../src/guard/judging/judge.ts'
import { createScope, type Scope } from '../../../src/guard/scope/scope.ts'
import type { Attempt } from '../../../src/policy/attempt/attempt.ts'
import type { EgressOptions } from '../../../src/policy/options/egress-options.ts'
import { createPolicy, nestPolicy } from '../../../src/policy/precedence/policy.ts'

const rules = [
  'api.example.com',
  'api.example.com:443',
  '203.0.113.7',
  '*.example',
  'GET https://api.example.com/a',
  'https://api.example.com/b',
  'localhost',
]
const hosts = ['api.example.com', '203.0.113.7', 'localhost']
const anyRules = subarray(rules, { maxLength: 2 })
const anyOptions = record({
  allow: anyRules,
  // A policy that denies something keeps nothing.
  deny: oneof({ weight: 4, arbitrary: constant([]) }, anyRules),
  mode: constantFrom('block', 'block', 'audit', 'off'),
  loopback: constantFrom('own', 'any', 'none'),
} as const)
const anyAttempt: Arbitrary<Attempt> = record({
  channel: constantFrom('tcp', 'http'),
  host: constantFrom(...hosts),
  port: constantFrom(80, 443),
  address: constantFrom(undefined, undefined, undefined, '203.0.113.7', '127.0.0.1'),
  path: constantFrom('/a', '/b'),
  method: constantFrom('GET', 'PUT'),
} as const).map(({ path, method, ...attempt }) => {
  const { channel, host, port } = attempt
  const request = channel === 'http' && { method, url: { scheme: 'https', host, port, path } }
  return { ...attempt, ...request, raw: `${host}:${port}` }
})
type Step = { readonly attempt: Attempt } | { readonly options: EgressOptions }
const anySteps: Arbitrary<Step[]> = array(
  oneof(
    { weight: 20, arbitrary: anyAttempt.map((attempt) => ({ attempt })) },
    anyOptions.map((options) => ({ options })),
  ),
  { minLength: 30, maxLength: 60 },
)

test('a scope decides on each attempt as a new scope with the same policy would', () => {
  assert(
    property(anyOptions, anySteps, (outer, steps) => {
      const scope = scopeOf({}, outer)
      for (const step of steps) {
        if ('options' in step) scope.policy = nestPolicy(createPolicy(outer, 'the test'), step.options, 'the test')
        else expect(outcomeIn(scope, step.attempt)).toEqual(outcomeIn(sameAs(scope), step.attempt))
      }
    }),
    { numRuns: 400 },
  )
})

test('a function among the rules is asked each time', () => {
  const rule = vi.fn(({ host }: Attempt) => host === 'api.example.com')
  const scope = scopeOf({ allow: [rule] })

  expect(outcomeIn(scope, reach)).toBe('allow')
  rule.mockReturnValue(false)
  expect(outcomeIn(scope, reach)).toBe('block')
})

test('a name that DNS gives to an address later denies that address', () => {
  const scope = scopeOf({ allow: ['203.0.113.0/24'], deny: ['tracker.example'] })
  const attempt: Attempt = {
    channel: 'udp',
    host: '203.0.113.9',
    address: '203.0.113.9',
    port: 53,
    raw: '203.0.113.9:53',
  }

  expect(outcomeIn(scope, attempt)).toBe('allow')
  engine().answers.learn(scope, 'tracker.example', ['203.0.113.9'])
  expect(outcomeIn(scope, attempt)).toBe('block')
})

test('the judgement on a repeated destination is the same object, so that it costs no second decision', () => {
  const scope = scopeOf({ allow: ['api.example.com'] })

  expect(judge(engine(), scope, { ...reach })).toBe(judge(engine(), scope, { ...reach }))
})

const reach: Attempt = { channel: 'tcp', host: 'api.example.com', port: 443, raw: 'api.example.com:443' }

function scopeOf(options: EgressOptions, outer?: EgressOptions): Scope {
  const policy = outer
    ? nestPolicy(createPolicy(outer, 'the test'), options, 'the test')
    : createPolicy(options, 'the test')
  return createScope({ name: 'a test', policy })
}

function sameAs({ policy }: Scope): Scope {
  return createScope({ name: 'a test', policy })
}

function outcomeIn(scope: Scope, attempt: Attempt): string {
  return judge(engine(), scope, attempt).verdict.outcome
}
