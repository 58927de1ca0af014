import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Attempt } from '../../../src/policy/attempt/attempt.ts'
import type { EgressOptions } from '../../../src/policy/options/egress-options.ts'
import type { Policy } from '../../../src/policy/precedence/policy.ts'
import { decide } from '../../../src/policy/precedence/precedence.ts'
import { outcomeOf } from '../../../src/policy/precedence/verdict.ts'
import { configLevels, joinLevels } from '../../../src/testing/config/level.ts'
import { writeProject } from './write-project.ts'

/** The policy of a test in `tools/`, of a package whose config is the second one, in a repository with the first. */
function policyOf(root: object, nearest: object, inline: EgressOptions = {}): Policy {
  const folder = writeProject({
    'agentguard.config.json': JSON.stringify(root),
    'a/agentguard.config.json': JSON.stringify(nearest),
  })
  const levels = configLevels(join(folder, 'a/tools'), join(folder, 'a/tools/x.test.js'))
  return joinLevels([...levels, { name: 'the runner', options: inline }])
}

function outcome(policy: Policy, host: string): string {
  const attempt: Attempt = { channel: 'tcp', raw: host, host, port: 443 }
  return outcomeOf(decide(policy, attempt))
}

describe('the nearest config', () => {
  test('counts alone: it does not inherit what one further up allows, mutes and sets', () => {
    const root = { allow: ['a.com'], mute: ['b.com'], mode: 'audit', late: 'flush', lateLimit: 7 }
    const policy = policyOf(root, { allow: ['c.com'] })
    expect(['a.com', 'b.com', 'c.com'].map((host) => outcome(policy, host))).toEqual(['blocked', 'blocked', 'allowed'])
    expect(policy).toMatchObject({ mode: 'block', late: 'wait', lateLimit: 100 })
  })

  test('cannot allow or mute what one further up denies, also for some files', () => {
    const root = { deny: ['a.com'], files: { 'a/tools/**': { deny: ['b.com'] }, 'b/**': { deny: ['c.com'] } } }
    const policy = policyOf(root, { allow: ['a.com', 'b.com', 'c.com'], mute: ['a.com'], mode: 'off' })
    expect(['a.com', 'b.com', 'c.com'].map((host) => outcome(policy, host))).toEqual(['blocked', 'blocked', 'allowed'])
  })

  test('may only narrow one further up that is locked', () => {
    const policy = policyOf({ allow: ['a.com', 'b.com'], locked: true }, { allow: ['a.com', 'c.com'] })
    expect(['a.com', 'b.com', 'c.com'].map((host) => outcome(policy, host))).toEqual(['allowed', 'blocked', 'blocked'])
    expect(() => policyOf({ locked: true }, { locked: false })).toThrow('the policy is locked')
    expect(() => policyOf({ locked: true }, {}, { allow: ['a.com'] })).toThrow(
      'the runner: the policy is locked, so allow cannot widen it here',
    )
  })
})

describe('one config', () => {
  test('adds the options of each glob that matches, in their order', () => {
    const files = {
      'tools/**': { allow: ['b.com'], mode: 'audit' },
      'tools/x.test.js': { mute: ['c.com'], mode: 'block' },
      'other/**': { allow: ['d.com'] },
    }
    const policy = policyOf({}, { allow: ['a.com'], files })
    expect(['a.com', 'b.com', 'c.com', 'd.com'].map((host) => outcome(policy, host))).toEqual([
      'allowed',
      'allowed',
      'muted',
      'blocked',
    ])
  })

  test('adds up with the options of the runner', () => {
    const policy = policyOf(
      {},
      { allow: ['a.com'], deny: ['c.com'], mode: 'audit' },
      { allow: ['b.com', 'c.com'], mode: 'block' },
    )
    expect(['a.com', 'b.com', 'c.com', 'd.com'].map((host) => outcome(policy, host))).toEqual([
      'allowed',
      'allowed',
      'blocked',
      'blocked',
    ])
  })

  test('that is locked may allow more by its own globs, and nothing else may add to it', () => {
    const config = { locked: true, allow: ['a.com'], files: { 'tools/**': { allow: ['b.com'] } } }
    const policy = policyOf({}, config)
    expect(['a.com', 'b.com'].map((host) => outcome(policy, host))).toEqual(['allowed', 'allowed'])
    expect(() => policyOf({}, config, { mute: ['c.com'] })).toThrow('so mute cannot widen it here')
    expect(() => policyOf({}, { files: { 'tools/**': { locked: true } } }, { allow: ['c.com'] })).toThrow('is locked')
  })
})

test('joinLevels keeps what the level around all of them denies', () => {
  const around = joinLevels([{ name: 'around', options: { deny: ['a.com'] } }])
  const policy = joinLevels([{ name: 'a config', options: { allow: ['a.com'] } }], around)
  expect(outcome(policy, 'a.com')).toBe('blocked')
})
