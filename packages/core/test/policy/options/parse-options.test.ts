import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { runInNewContext } from 'node:vm'
import { optionNames, parseOptions } from '../../../src/policy/options/parse-options.ts'
import { createPolicy } from '../../../src/policy/precedence/policy.ts'

test('parseOptions returns its input, with lists for rules', () => {
  const options = {
    allow: 'a.com',
    deny: [/b/],
    mute: 'c.com',
    mode: 'audit',
    loopback: 'any',
    locked: true,
    late: 'flush',
    lateLimit: 0,
  }
  expect(parseOptions(options, 'x')).toEqual({ ...options, allow: ['a.com'], mute: ['c.com'] })
  expect(parseOptions(Object.freeze(Object.assign(Object.create(null), { mode: 'off' })), 'x')).toEqual({ mode: 'off' })
  expect([undefined, {}, { allow: undefined }].map((input) => parseOptions(input, 'x'))).toEqual([{}, {}, {}])
})

test('parseOptions accepts objects, arrays and patterns of another realm', () => {
  expect(parseOptions(runInNewContext('({ allow: [/x/, "a.com"] })'), 'x').allow).toHaveLength(2)
})

test.each<[unknown, string]>([
  [null, 'jest.config.js: the options are null'],
  ['a.com', "jest.config.js: the options are 'a.com'. Write an object such as { allow: ['api.example.com'] }."],
  [['a.com'], 'jest.config.js: the options are an array'],
  [/a/, 'jest.config.js: the options are an object'],
  [() => true, 'jest.config.js: the options are a function'],
  [Promise.resolve({ mode: 'block' }), 'jest.config.js: the options are a promise'],
  [new Map([['mode', 'block']]), 'jest.config.js: the options are an object of Map'],
  [new Date(0), 'jest.config.js: the options are an object of Date'],
  [Object.create({ alow: ['a.com'] }), "there is no option 'alow'"],
  [{ [Symbol('allow')]: ['a.com'] }, "there is no option 'Symbol(allow)'"],
  [Object.defineProperty({}, 'alow', { value: [] }), "there is no option 'alow'"],
  [{ alow: [] }, "there is no option 'alow'. Did you mean 'allow'?"],
  [{ allowed: [] }, "there is no option 'allowed'. Did you mean 'allow'?"],
  [{ whatever: 1 }, 'Use one of allow, deny, mute, mode, loopback, locked'],
  [{ allow: 5 }, 'allow in jest.config.js: a rule cannot be the number 5. Write a string, a RegExp or a function.'],
  [{ allow: null }, 'allow in jest.config.js: a rule cannot be null'],
  [{ deny: ['a.com', {}] }, 'deny[1] in jest.config.js: a rule cannot be an object'],
  [{ mode: 'blok' }, "mode in jest.config.js: 'blok' is not a value of mode. Did you mean 'block'?"],
  [{ mode: true }, 'mode in jest.config.js: the boolean true is not a value of mode. Use one of block, audit, off.'],
  [{ loopback: 'all' }, "'all' is not a value of loopback. Use one of own, any, none."],
  [{ late: 'later' }, "late in jest.config.js: 'later' is not a value of late. "],
  [
    { lateLimit: -1 },
    'lateLimit in jest.config.js: the number -1 is not a number of milliseconds. Write a number from 0 to 10000.',
  ],
  [{ lateLimit: '100' }, "'100' is not a number of milliseconds"],
  [{ lateLimit: NaN }, 'is not a number of milliseconds'],
  [{ locked: 'yes' }, "locked in jest.config.js: 'yes' is not a boolean. Write true or false."],
])('parseOptions rejects %o by key, place and fix', (input, message) => {
  const run = () => parseOptions(input, 'jest.config.js')
  expect(run).toThrow(TypeError)
  expect(run).toThrow(message)
})

const words = fc.constantFrom(
  ...'block audit off own any none guard isolate allow witness true a.com *.a.com * __proto__'.split(' '),
)
const strange = fc.oneof(
  words,
  fc.anything({ withDate: true, withMap: true, withSet: true, withSparseArray: true, withTypedArray: true }),
  fc.constantFrom<unknown>(/a/, () => true, Symbol('x'), 1n, Promise.resolve(), new Proxy({}, {}), null, NaN),
)
const keys = fc.oneof(
  fc.constantFrom(...optionNames),
  fc.constantFrom('__proto__', 'constructor', 'alow', 'then', ''),
  fc.string(),
)
const inputs = fc.oneof(
  strange,
  fc
    .array(fc.tuple(keys, fc.oneof(strange, fc.array(fc.oneof(words, strange), { maxLength: 3 }))), { maxLength: 4 })
    .map((entries) => Object.fromEntries(entries) as unknown),
)

test('parseOptions and createPolicy accept any value as a whole, or refuse it with place and fix', () => {
  fc.assert(
    fc.property(inputs, (input) => {
      try {
        const options = parseOptions(input, 'jest.config.js')
        expect(Object.keys(options).toSorted()).toEqual(givenKeys(input).toSorted())
        createPolicy(options, 'jest.config.js')
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError)
        expect((error as Error).message).toMatch(/jest\.config\.js: .+\. .+[.?]$/s)
      }
    }),
    { numRuns: 1500 },
  )
})

/** What a value says about options, in any way that JavaScript allows. */
function givenKeys(input: unknown): string[] {
  if (input === undefined) return []
  expect(Object.prototype.toString.call(input)).toBe('[object Object]')
  if (typeof input !== 'object' || input === null) return []
  return Reflect.ownKeys(input)
    .filter((key) => Reflect.get(input, key) !== undefined)
    .map(String)
}
