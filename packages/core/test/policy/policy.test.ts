import { expect, test } from 'vitest'
import type { Attempt } from '../../src/attempt/attempt.ts'
import type { EgressOptions } from '../../src/policy/egress-options.ts'
import { createPolicy, extendPolicy, nestPolicy, widenPolicy } from '../../src/policy/policy.ts'
import { decide } from '../../src/policy/precedence.ts'

const host = (name: string): Attempt => ({ channel: 'tcp', raw: name, host: name, names: [name], port: 443 })
const config = (options: EgressOptions) => createPolicy(options, 'jest.config.js')

test('createPolicy blocks everything but own listeners when nothing is said', () => {
  const { mode, loopback, locked } = config({})
  expect({ mode, loopback, locked }).toEqual({ mode: 'block', loopback: 'own', locked: false })
  expect(decide(config({}), host('a.com'))).toEqual({ outcome: 'block', reason: 'not-allowed' })
})

test('createPolicy takes one rule without a list', () => {
  expect(decide(config({ allow: 'a.com' }), host('a.com')).outcome).toBe('allow')
})

test('createPolicy names the place of a bad rule in either list', () => {
  expect(() => config({ allow: ['a.com', '*'] })).toThrow(/^allow\[1\] in jest\.config\.js: /)
  expect(() => config({ deny: '*' })).toThrow(/^deny\[0\] in jest\.config\.js: /)
})

test('extendPolicy adds rules up and replaces the rest', () => {
  const policy = extendPolicy(
    config({ allow: 'a.com', deny: 'x.com', mode: 'audit' }),
    { allow: ['b.com', 'x.com'], deny: 'y.com', mode: 'block' },
    'a.test.ts',
  )
  const outcomes = ['a.com', 'b.com', 'x.com', 'y.com'].map((name) => decide(policy, host(name)).outcome)
  expect(outcomes).toEqual(['allow', 'allow', 'block', 'block'])
  expect(policy.mode).toBe('block')
})

test('extendPolicy leaves the policy it extends as it was', () => {
  const base = config({ allow: 'a.com' })
  extendPolicy(base, { allow: 'b.com' }, 'a.test.ts')
  expect(decide(base, host('b.com')).outcome).toBe('block')
})

test.each<[EgressOptions, string]>([
  [{ allow: 'b.com' }, 'allow'],
  [{ mode: 'audit' }, "mode: 'audit'"],
  [{ mode: 'off' }, "mode: 'off'"],
  [{ loopback: 'any' }, "loopback: 'any'"],
  [{ locked: false }, 'locked: false'],
])('extendPolicy refuses %o under a lock and says where to change it', (options, what) => {
  const run = () => extendPolicy(config({ locked: true }), options, 'a.test.ts')
  expect(run).toThrow(TypeError)
  expect(run).toThrow(
    `a.test.ts: the policy is locked, so ${what} cannot widen it here. Change it where locked: true is set`,
  )
})

test('extendPolicy may narrow under a lock', () => {
  const policy = extendPolicy(
    config({ allow: ['a.com', 'b.com'], locked: true }),
    { allow: [], deny: 'b.com', loopback: 'none', locked: true },
    'a.test.ts',
  )
  expect(['a.com', 'b.com'].map((name) => decide(policy, host(name)).outcome)).toEqual(['allow', 'block'])
  expect(policy.loopback).toBe('none')
})

test('widenPolicy allows more, and throws under a lock at any depth', () => {
  expect(decide(widenPolicy(config({}), ['a.com'], 'allowEgress()'), host('a.com')).outcome).toBe('allow')
  const locked = config({ locked: true })
  expect(() => widenPolicy(locked, ['a.com'], 'allowEgress()')).toThrow('allowEgress(): the policy is locked')
  expect(() => widenPolicy(nestPolicy(locked, {}, 'noEgress()'), ['a.com'], 'allowEgress()')).toThrow('is locked')
})

test('widenPolicy keeps what the levels around deny', () => {
  const nested = nestPolicy(config({ deny: 'a.com' }), {}, 'noEgress()')
  expect(decide(widenPolicy(nested, ['a.com'], 'allowEgress()'), host('a.com'))).toMatchObject({ reason: 'denied' })
})

test('nestPolicy starts from the defaults, not from the level around', () => {
  const { mode, loopback } = nestPolicy(config({ mode: 'audit', loopback: 'any', allow: 'a.com' }), {}, 'noEgress()')
  expect({ mode, loopback }).toEqual({ mode: 'block', loopback: 'own' })
})

test('nestPolicy hands a lock on and refuses to lift it', () => {
  const locked = config({ locked: true })
  expect(nestPolicy(locked, {}, 'noEgress()').locked).toBe(true)
  expect(() => nestPolicy(locked, { locked: false }, 'noEgress()')).toThrow('locked: false cannot widen it here')
})
