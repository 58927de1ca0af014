import { expect, test } from 'vitest'
import { createVerb } from '../../../src/cli/verbs/create-verb.ts'
import { addPolicyFlags, parsePolicyFlags } from '../../../src/cli/run/policy-flags.ts'

function parse(line: string, config = '{}'): object {
  const verb = addPolicyFlags(createVerb('test', 'A verb.')).action(() => {})
  verb.parse(line === '' ? [] : line.split(' '), { from: 'user' })
  return parsePolicyFlags(verb.opts(), 'agentguard test', () => config)
}

test.each<[string, object]>([
  ['', { allow: [], deny: [], mute: [] }],
  ['--mode audit', { mode: 'audit' }],
  ['--allow a.com,b.com --allow exec:git --deny=c.com', { allow: ['a.com', 'b.com', 'exec:git'], deny: ['c.com'] }],
  ['--mute a.com,b.com --mute exec:git', { mute: ['a.com', 'b.com', 'exec:git'] }],
  ['--subprocess guard', { subprocess: 'guard' }],
  ['--loopback any --native block', { loopback: 'any', native: 'block' }],
  ['--late flush --late-limit 250', { late: 'flush', lateLimit: 250 }],
])('parsePolicyFlags reads %s', (line, expected) => {
  expect(parse(line)).toMatchObject(expected)
})

test('parsePolicyFlags adds the rules of flags to those of a file, and lets flags win', () => {
  const config = JSON.stringify({ allow: 'a.com', mode: 'audit', loopback: 'any' })

  expect(parse('--config x.json --allow b.com --mode block', config)).toEqual({
    allow: ['a.com', 'b.com'],
    deny: [],
    mute: [],
    mode: 'block',
    loopback: 'any',
  })
})

test.each<[string, string]>([
  ['--mode blok', "'blok' is not a value of mode. Did you mean 'block'?"],
  ['--late-limit 1s', "lateLimit in agentguard test: '1s' is not a number of milliseconds"],
  ['--allow *', "'*'"],
  ['--allow a.com,', 'empty'],
  ['--config x.json', "x.json: there is no option 'allowed'. Did you mean 'allow'?"],
])('parsePolicyFlags rejects %s', (line, message) => {
  expect(() => parse(line, '{"allowed":[]}')).toThrow(message)
})

test('parsePolicyFlags names a file that is no JSON', () => {
  expect(() => parse('--config x.json', '{')).toThrow('the configuration cannot be read')
})
