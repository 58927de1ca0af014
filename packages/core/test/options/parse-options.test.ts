import { expect, test } from 'vitest'
import { runInNewContext } from 'node:vm'
import { parseOptions } from '../../src/options/parse-options.ts'

test('parseOptions returns what it was given, with lists for rules', () => {
  const options = { allow: 'a.com', deny: [/b/], mode: 'audit', loopback: 'any', locked: true }
  expect(parseOptions(options, 'x')).toEqual({ ...options, allow: ['a.com'] })
  expect([undefined, {}, { allow: undefined }].map((input) => parseOptions(input, 'x'))).toEqual([{}, {}, {}])
})

test('parseOptions takes objects, arrays and patterns of another realm', () => {
  expect(parseOptions(runInNewContext('({ allow: [/x/, "a.com"] })'), 'x').allow).toHaveLength(2)
})

test.each<[unknown, string]>([
  [null, 'jest.config.js: the options are null'],
  ['a.com', "jest.config.js: the options are 'a.com'. Write an object such as { allow: ['api.example.com'] }."],
  [['a.com'], 'jest.config.js: the options are an array'],
  [/a/, 'jest.config.js: the options are an object'],
  [() => true, 'jest.config.js: the options are a function'],
  [{ alow: [] }, "there is no option 'alow'. Did you mean 'allow'?"],
  [{ allowed: [] }, "there is no option 'allowed'. Did you mean 'allow'?"],
  [{ whatever: 1 }, 'Use one of allow, deny, mode, loopback, locked'],
  [{ allow: 5 }, 'allow in jest.config.js: a rule cannot be the number 5. Write a string, a RegExp or a function.'],
  [{ allow: null }, 'allow in jest.config.js: a rule cannot be null'],
  [{ deny: ['a.com', {}] }, 'deny[1] in jest.config.js: a rule cannot be an object'],
  [{ mode: 'blok' }, "mode in jest.config.js: 'blok' is no value of mode. Did you mean 'block'?"],
  [{ mode: true }, 'mode in jest.config.js: the boolean true is no value of mode. Use one of block, audit, off.'],
  [{ loopback: 'all' }, "'all' is no value of loopback. Use one of own, any, none."],
  [{ locked: 'yes' }, "locked in jest.config.js: 'yes' is no boolean. Write true or false."],
])('parseOptions rejects %o by key, place and fix', (input, message) => {
  const run = () => parseOptions(input, 'jest.config.js')
  expect(run).toThrow(TypeError)
  expect(run).toThrow(message)
})
