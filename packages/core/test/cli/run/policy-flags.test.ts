import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createVerb } from '../../../src/cli/verbs/create-verb.ts'
import { writeProject } from '../../testing/config/write-project.ts'
import { addPolicyFlags, policyLevels } from '../../../src/cli/run/policy-flags.ts'

const folder = writeProject({
  'a/agentguard.config.json': '{"allow":["a.com"],"mode":"audit","files":{"tools/**":{"mute":["b.com"]}}}',
  'other.json': '{"allow":["c.com"]}',
  'wrong.json': '{\n"allowed":[]}',
  'none/.git/HEAD': '',
})

function levels(line: string, at = 'none', file?: string) {
  const verb = addPolicyFlags(createVerb('test', 'A verb.')).action(() => {})
  verb.parse(line === '' ? [] : line.replace('--config ', `--config ${folder}/`).split(' '), { from: 'user' })
  const given = policyLevels(verb.opts(), 'agentguard test', join(folder, at), file && join(folder, file))
  return given.map(({ name, options }) => ({ name: name.replace(`${folder}/`, ''), options }))
}

test.each<[string, object]>([
  ['--mode audit', { mode: 'audit' }],
  ['--allow a.com,b.com --allow exec:git --deny=c.com', { allow: ['a.com', 'b.com', 'exec:git'], deny: ['c.com'] }],
  ['--mute a.com,b.com --mute exec:git', { mute: ['a.com', 'b.com', 'exec:git'] }],
  ['--subprocess guard', { subprocess: 'guard' }],
  ['--loopback any --native block', { loopback: 'any', native: 'block' }],
  ['--late flush --late-limit 250', { late: 'flush', lateLimit: 250 }],
])('policyLevels reads %s', (line, options) => {
  expect(levels(line)).toEqual([{ name: 'the flags', options }])
})

test('policyLevels finds no level without a config and flags', () => {
  expect(levels('')).toEqual([])
})

test('policyLevels adds the flags to the nearest config, with its options for a file', () => {
  const top = { name: 'a/agentguard.config.json', options: { allow: ['a.com'], mode: 'audit' } }
  expect(levels('', 'a/tools')).toEqual([top])
  expect(levels('--allow b.com', 'a/tools', 'a/tools/x.test.js')).toEqual([
    top,
    { name: "files['tools/**'] in a/agentguard.config.json", options: { mute: ['b.com'] } },
    { name: 'the flags', options: { allow: ['b.com'] } },
  ])
})

test('policyLevels takes a named config instead of the nearest one', () => {
  expect(levels('--config other.json', 'a')).toEqual([{ name: 'other.json', options: { allow: ['c.com'] } }])
})

test.each<[string, string]>([
  ['--mode blok', "'blok' is not a value of mode. Did you mean 'block'?"],
  ['--late-limit 1s', "lateLimit in agentguard test: '1s' is not a number of milliseconds"],
  ['--allow *', "'*'"],
  ['--allow a.com,', 'empty'],
  ['--config wrong.json', "wrong.json:2: there is no option 'allowed'. Did you mean 'allow'?"],
  ['--config absent.json', 'absent.json: the config cannot be read'],
])('policyLevels rejects %s', (line, message) => {
  expect(() => levels(line)).toThrow(message)
})
