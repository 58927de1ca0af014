import { expect, test } from 'vitest'
import { engine } from '../../../src/guard/engine/engine.ts'
import { judge } from '../../../src/guard/judging/judge.ts'
import { holds } from '../../../src/guard/judging/judgement.ts'
import { createScope, type Scope } from '../../../src/guard/scope/scope.ts'
import type { Attempt } from '../../../src/policy/attempt/attempt.ts'
import type { EgressOptions } from '../../../src/policy/options/egress-options.ts'
import { createPolicy } from '../../../src/policy/precedence/policy.ts'

function scopeOf(options: EgressOptions, keepsAllowed: boolean | 'egress' = false): Scope {
  return createScope({ name: 'test', policy: createPolicy(options, 'the test'), keepsAllowed })
}

function connection(host: string, port = 443): Attempt {
  return { channel: 'tcp', host, port, raw: `${host}:${port}` }
}

const onAddress: Attempt = { ...connection('192.0.2.1'), address: '192.0.2.1' }

test('a judgement says what the policy decides, and whether to record it', () => {
  expect(judge(engine(), scopeOf({}), connection('api.example'))).toMatchObject({
    verdict: { outcome: 'block', reason: 'not-allowed' },
    isRecorded: true,
  })
  const allowing = { allow: ['api.example'] }
  expect(judge(engine(), scopeOf(allowing), connection('api.example'))).toMatchObject({
    verdict: { outcome: 'allow' },
    isRecorded: false,
  })
  expect(judge(engine(), scopeOf(allowing, 'egress'), connection('api.example')).isRecorded).toBe(true)
})

test('a predicate that throws blocks, and its message is the reason', () => {
  const scope = scopeOf({
    allow: [
      () => {
        throw new Error('the list is not loaded')
      },
    ],
  })
  expect(judge(engine(), scope, connection('api.example')).verdict).toMatchObject({
    reason: 'cannot-guard',
    by: { text: expect.stringContaining('the list is not loaded') as unknown },
  })
})

test('an attempt that passes unrecorded also passes under another description of the same connection to an address', () => {
  const scope = scopeOf({ allow: ['192.0.2.1'] })
  const judgement = judge(engine(), scope, onAddress)
  expect(holds(judgement, onAddress, scope.policy)).toBe(true)
  expect(holds(judgement, { ...onAddress, raw: 'as the handle puts it' }, scope.policy)).toBe(true)
})

test.each<[string, Scope]>([
  ['blocked', scopeOf({})],
  ['allowed and recorded', scopeOf({ allow: ['192.0.2.1'] }, true)],
])('an attempt that is %s is judged again under another description, which may know more', (_what, scope) => {
  const judgement = judge(engine(), scope, { ...onAddress, address: undefined })
  expect(holds(judgement, onAddress, scope.policy)).toBe(false)
})

test.each<[string, Attempt]>([
  ['port', { ...onAddress, port: 80 }],
  ['channel', { ...onAddress, channel: 'udp' }],
  ['host', { ...onAddress, host: '192.0.2.2', address: '192.0.2.2' }],
  ['address, behind a name', { ...onAddress, host: 'api.example' }],
])('a judgement does not hold for another %s', (_what, other) => {
  const scope = scopeOf({ allow: ['192.0.2.1'] })
  expect(holds(judge(engine(), scope, onAddress), other, scope.policy)).toBe(false)
})

test('a judgement does not hold once the policy is another one', () => {
  const judgement = judge(engine(), scopeOf({}), onAddress)
  expect(holds(judgement, onAddress, createPolicy({ allow: ['192.0.2.1'] }, 'the test'))).toBe(false)
})

test.each<[string, Attempt]>([
  ['port', connection('127.0.0.1', 9)],
  ['name', connection('localhost', 9)],
  ['unix socket', { channel: 'pipe', unixPath: '/tmp/no-listener.sock', raw: '/tmp/no-listener.sock' }],
])('a local %s that was blocked is judged again, since the test may listen there by now', (_what, local) => {
  const scope = scopeOf({})
  const judgement = judge(engine(), scope, local)
  expect(judgement.verdict.outcome).toBe('block')
  expect(holds(judgement, local, scope.policy)).toBe(false)
})

test('a remote destination that was blocked is not judged again', () => {
  const scope = scopeOf({})
  expect(holds(judge(engine(), scope, onAddress), onAddress, scope.policy)).toBe(true)
})
