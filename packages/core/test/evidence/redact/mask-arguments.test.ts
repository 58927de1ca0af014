import { expect, test } from 'vitest'
import { maskProgram, maskArguments } from '../../../src/evidence/redact/mask-arguments.ts'

test.each([
  [['--token=abc'], ['--token=***']],
  [
    ['--token', 'abc'],
    ['--token', '***'],
  ],
  [
    ['--api-key', '-abc'],
    ['--api-key', '***'],
  ],
  [
    ['--token', '--abc'],
    ['--token', '***'],
  ],
  [
    ['--use-token', '--token', 'abc'],
    ['--use-token', '***', '***'],
  ],
  [['x --use-token --token abc'], ['x --use-token ***']],
  [['--password=two words'], ['--password=***']],
  [['OPENAI_API_KEY=abc'], ['OPENAI_API_KEY=***']],
  [
    ['-H', 'Authorization: Bearer abc'],
    ['-H', '***'],
  ],
  [['--header=X-Api-Key: abc'], ['--header=***']],
  [['Authorization: Bearer abc'], ['Authorization: ***']],
  [['Bearer abc'], ['Bearer ***']],
  [
    ['-u', 'user:pass'],
    ['-u', '***'],
  ],
  [['user:pass@host'], ['***@host']],
  [['user:word+-and-more@host'], ['***@host']],
  [
    ['-d', '{"name":"x"}'],
    ['-d', '***'],
  ],
  [
    ['--data-raw', 'x'],
    ['--data-raw', '***'],
  ],
  [['{"password":"a b","x":1}'], ['{"password":***,"x":1}']],
  [['{\\"password\\":\\"a b\\"}'], ['{\\"password\\":\\***}']],
  [['https://u:p@host.com/a?key=1'], ['https://host.com/a']],
  [['--registry=https://u:p@host.com/a?key=1'], ['--registry=https://host.com/a']],
  [['abcdefghijklmnopqrstuvw1'], ['***']],
  [['AbcdEfghijK/mnopqrstuvw1/yzAbcdEf'], ['***']],
  [['eyJhbGciOi.eyJzdWIiOi.c2ln'], ['***']],
  [
    ['-c', `curl -H 'Cookie: a=b; c=d' -d "x y" --token abc 'https://u:p@host.com/a?key=1' | jq`],
    ['-c', `curl -H *** -d *** --token *** 'https://host.com/a' | jq`],
  ],
  [
    ['run', 'token', 'abc'],
    ['run', 'token', '***'],
  ],
])('maskArguments shows %j as %j', (args, shown) => {
  expect(maskArguments(args)).toEqual(shown)
})

test.each([
  ['node', '--max-old-space-size=4096', '--import', './setup.mjs', 'dist/server.js'],
  ['config', 'config-helper', '--format=json'],
  ['clone', 'git@github.com:org/repo.git'],
  ['install', 'react@18.2.0', '@scope/name@1'],
  ['https://unpkg.com/react@18/index.js'],
  ['C:\\Program Files\\node.exe', '/home/me/project/dist/child.js'],
])('maskArguments leaves %s %s %s as they are', (...args) => {
  expect(maskArguments(args)).toEqual(args)
})

test.each([
  ['curl', ['-sSuuser:pass', 'h.example'], ['-sSu***', 'h.example']],
  ['/usr/bin/curl', ['-HX-Api-Key:1'], ['-H***']],
  ['sh', ['-c', 'curl -uuser:pass h.example'], ['-c', 'curl -u*** h.example']],
  ['mysql', ['-uroot', '-pabc'], ['-uroot', '-p***']],
  ['openssl', ['enc', '-k', 'abc', '-aes'], ['enc', '-k', '***', '-aes']],
  ['openssl', ['rsa', '-passin', 'pass:x'], ['rsa', '-passin', '***']],
  ['gcc', ['-Wall', '-pthread', '-O2'], ['-Wall', '-pthread', '-O2']],
])('maskArguments hides what is attached to a flag of %s %j', (file, args, shown) => {
  expect(maskArguments(args, file)).toEqual(shown)
})

test('maskArguments cuts a long text between words, so that no half of a secret is shown', () => {
  const secret = 'Zq1'.repeat(20)

  const [shown = ''] = maskArguments([`${'a '.repeat(985)}${secret}`])

  expect(shown).not.toContain('Zq1')
  expect(shown.length).toBeLessThanOrEqual(120)
})

test('maskProgram keeps a few of the arguments', () => {
  const many = Array.from({ length: 40 }, (_, at) => String(at))

  expect(maskProgram('curl', ['-s', 'https://h.com/?key=1'])).toEqual({ file: 'curl', args: ['-s', 'https://h.com/'] })
  expect(maskProgram('x', many).args.join(' ')).toBe('0 1 2 3 4 5 6 7 8 9 10 11 …')
})
