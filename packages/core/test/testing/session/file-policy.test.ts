import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { createPolicy, type Policy } from '../../../src/policy/precedence/policy.ts'
import { decide } from '../../../src/policy/precedence/precedence.ts'
import { outcomeOf } from '../../../src/policy/precedence/verdict.ts'
import { filePolicy } from '../../../src/testing/session/file-policy.ts'
import { writeProject } from '../config/write-project.ts'

afterEach(() => void vi.unstubAllEnvs())

interface Said {
  /** Of the config in the folder above. */
  readonly further?: object
  readonly config?: object
  readonly runner?: object
  readonly environment?: Readonly<Record<string, string>>
  readonly docblock?: string
  readonly around?: Policy
}

function policyOf({ further, config, runner = {}, environment = {}, docblock = '', around }: Said): Policy {
  const folder = writeProject({
    ...(further && { 'agentguard.config.json': JSON.stringify(further) }),
    ...(config && { 'a/agentguard.config.json': JSON.stringify(config) }),
    'a/x.test.js': docblock,
  })
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  return filePolicy(join(folder, 'a/x.test.js'), runner, 'the runner', around)
}

function outcomes(policy: Policy, ...hosts: readonly string[]): readonly string[] {
  return hosts.map((host) => outcomeOf(decide(policy, { channel: 'tcp', raw: host, host, port: 443 })))
}

// One test a level: its options win over all before it, and what those allow is still allowed.
const config = { allow: ['config.com'], late: 'flush', lateLimit: 1, mode: 'audit' }
const inGlob = { ...config, files: { 'x.test.js': { allow: ['glob.com'], lateLimit: 2 } } }
const runner = { allow: ['runner.com'], lateLimit: 3 }
const environment = { AGENTGUARD_LATE_LIMIT: '4' }
const docblock = '// @agentguard allow=docblock.com lateLimit=5 mode=block\n'

test.each<[string, Said, number, readonly string[]]>([
  ['the defaults', {}, 100, []],
  ['the config file', { config }, 1, ['config.com']],
  ['a glob of the config file', { config: inGlob }, 2, ['config.com', 'glob.com']],
  ['the options of the runner', { config: inGlob, runner }, 3, ['config.com', 'glob.com', 'runner.com']],
  ['the environment', { config: inGlob, runner, environment }, 4, ['config.com', 'glob.com', 'runner.com']],
  [
    'the docblock',
    { config: inGlob, runner, environment, docblock },
    5,
    ['config.com', 'glob.com', 'runner.com', 'docblock.com'],
  ],
])('filePolicy adds %s to what comes before', (_, said, lateLimit, allowed) => {
  const policy = policyOf(said)
  expect(policy.lateLimit).toBe(lateLimit)
  expect(outcomes(policy, ...allowed)).toEqual(allowed.map(() => 'allowed'))
  const mode = said.docblock === undefined && said.config !== undefined ? 'audited' : 'blocked'
  expect(outcomes(policy, 'other.com')).toEqual([mode])
})

test('filePolicy keeps what the nearest config mutes from failing, unless a level after it allows it', () => {
  const policy = policyOf({ config: { mute: ['a.com', 'b.com'] }, runner: { allow: ['b.com'] } })
  expect(outcomes(policy, 'a.com', 'b.com')).toEqual(['muted', 'allowed'])
})

test('filePolicy applies denies and locks of a config further up to all levels', () => {
  const denied = { further: { deny: ['a.com'] }, config: { allow: ['a.com', 'b.com'] } }
  expect(outcomes(policyOf({ ...denied, docblock: '// @agentguard allow=a.com\n' }), 'a.com', 'b.com')).toEqual([
    'blocked',
    'allowed',
  ])
  const locked = { further: { locked: true, allow: ['a.com'] }, config: { allow: ['a.com', 'b.com'] } }
  expect(outcomes(policyOf(locked), 'a.com', 'b.com')).toEqual(['allowed', 'blocked'])
  expect(() => policyOf({ ...locked, docblock: '// @agentguard mode=off\n' })).toThrow("so mode: 'off' cannot widen it")
})

test('filePolicy applies denies around the process to all levels', () => {
  const around = createPolicy({ deny: 'a.com' }, 'agentguard run')
  expect(outcomes(policyOf({ around, config: { allow: ['a.com', 'b.com'] } }), 'a.com', 'b.com')).toEqual([
    'blocked',
    'allowed',
  ])
})
