import { expect, test } from 'vitest'
import { parseCommandLine } from '../../src/cli/command-line.ts'

const parse = (line: string, config = '{}') => parseCommandLine(line === '' ? [] : line.split(' '), () => config)

test.each<[string, object]>([
  ['', { wants: 'help' }],
  ['--help', { wants: 'help' }],
  ['run -h', { wants: 'help' }],
  ['--version', { wants: 'version' }],
  ['run -- npm test', { wants: 'run', command: ['npm', 'test'], isolate: false, options: { allow: [], deny: [] } }],
  ['run -- npm -- --help', { command: ['npm', '--', '--help'] }],
  ['--mode audit run -- a', { options: { mode: 'audit' } }],
  [
    'run --allow a.com,b.com --allow exec:git --deny=c.com -- a',
    { options: { allow: ['a.com', 'b.com', 'exec:git'], deny: ['c.com'] } },
  ],
  ['run --isolate -- a', { isolate: true, options: { subprocess: 'isolate' } }],
  ['run --isolate --subprocess guard -- a', { isolate: true, options: { subprocess: 'guard' } }],
  ['run --loopback any --native block -- a', { options: { loopback: 'any', native: 'block' } }],
])('parseCommandLine reads %s', (line, expected) => {
  expect(parse(line)).toMatchObject(expected)
})

test('parseCommandLine adds the rules of flags to those of a file, and lets flags win', () => {
  const config = JSON.stringify({ allow: 'a.com', mode: 'audit', loopback: 'any' })

  expect(parse('run --config x.json --allow b.com --mode block -- a', config)).toMatchObject({
    options: { allow: ['a.com', 'b.com'], mode: 'block', loopback: 'any' },
  })
})

test.each<[string, string]>([
  ['run --alow a.com -- a', "there is no option '--alow'. Did you mean '--allow'?"],
  ['--isolat run -- a', "Did you mean '--isolate'?"],
  ['rum -- a', "there is no command 'rum'. Write 'agentguard run -- npm test'"],
  ['run npm test', "'npm' stands before '--'. Write 'agentguard run -- npm …'"],
  ['run', "nothing stands after '--'"],
  ['run --', "nothing stands after '--'"],
  ['run --mode blok -- a', "'blok' is no value of mode. Did you mean 'block'?"],
  ['run --allow * -- a', "'*'"],
  ['run --allow a.com, -- a', 'empty'],
  ['run --config x.json -- a', "x.json: there is no option 'allowed'. Did you mean 'allow'?"],
  ['run -x -- a', "Unknown option '-x'"],
])('parseCommandLine rejects %s', (line, message) => {
  expect(() => parse(line, '{"allowed":[]}')).toThrow(message)
})

test('parseCommandLine names a file that is no JSON', () => {
  expect(() => parse('run --config x.json -- a', '{')).toThrow('the configuration cannot be read')
})
