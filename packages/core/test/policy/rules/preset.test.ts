import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import type { Attempt } from '../../../src/policy/attempt/attempt.ts'
import { noEgress } from '../../../src/index.ts'
import { optionsFromEnvironment } from '../../../src/policy/options/environment-options.ts'
import type { EgressOptions } from '../../../src/policy/options/egress-options.ts'
import { createPolicy } from '../../../src/policy/precedence/policy.ts'
import { fromPortable, toPortable } from '../../../src/policy/precedence/portable-policy.ts'
import { parseRules, presets } from '../../../src/policy/rules/preset.ts'
import { parseDocblock } from '../../../src/testing/session/docblock.ts'
import { agentguard } from '../../cli/agentguard.ts'
import { decideInWords } from '../precedence/decide-in-words.ts'

const look = () => spawnSync(process.execPath, ['-e', `require('node:dns').lookup('x.example', () => {})`])
const imds: Attempt = { channel: 'tcp', raw: '', host: '169.254.169.254', port: 80 }
const allowed = { outcome: 'allow', rule: 'preset:aws-metadata (169.254.169.254)' }

test.each(Object.entries(presets))('preset:%s expands to rules that hold, each named with it', (name, rules) => {
  expect(rules.length).toBeGreaterThan(0)
  expect(parseRules(`preset:${name}`, 'x').map(({ text }) => text)).toEqual(
    rules.map((rule) => `preset:${name} (${rule})`),
  )
})

test.each<[string, EgressOptions | undefined]>([
  ['a config', { allow: ['a.com', 'preset:aws-metadata'] }],
  ['a docblock', parseDocblock('// @agentguard allow=a.com,preset:aws-metadata', 'a.test.ts')],
  ['the environment', optionsFromEnvironment({ AGENTGUARD_ALLOW: 'preset:aws-metadata' })],
])('a preset in %s allows its destinations, here and in children', (_, options = {}) => {
  const policy = createPolicy(options, 'x')
  const portable = toPortable(policy)

  expect(decideInWords(policy, imds)).toEqual(allowed)
  expect(decideInWords(fromPortable(portable ?? [], 'x'), imds)).toEqual(allowed)
  expect(decideInWords(policy, { ...imds, host: '169.254.169.253' })).toMatchObject({ outcome: 'block' })
})

test('a preset in deny blocks its destinations', () => {
  const policy = createPolicy({ allow: ['169.254.0.0/16'], deny: 'preset:aws-metadata' }, 'x')

  expect(decideInWords(policy, imds)).toEqual({ outcome: 'block', reason: 'denied', rule: allowed.rule })
})

test('a preset works in a call and on the command line', async () => {
  await expect(noEgress({ allow: 'preset:npm-registry' }, look)).rejects.toThrow('DNS lookup of x.example')

  expect(agentguard(['run', '--allow', 'preset:npm-registy', '--', 'true'])).toEqual({
    status: 2,
    stdout: '',
    stderr:
      "allow[0] in agentguard run: there is no preset 'npm-registy'. Did you mean 'preset:npm-registry'? " +
      'There are aws-metadata, azure-metadata, gcp-metadata, npm-registry.\n',
  })
})

test.each(['preset:', 'preset:x', 'preset:constructor', 'preset:AWS-METADATA '])('%j is not a preset', (text) => {
  expect(() => createPolicy({ allow: text }, 'x')).toThrow('there is no preset')
})
