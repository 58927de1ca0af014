import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { lateFromEnvironment, optionsFromEnvironment } from '../../../src/policy/options/environment-options.ts'
import { createPolicy } from '../../../src/policy/precedence/policy.ts'

test('optionsFromEnvironment reads lists with commas and single words', () => {
  const env = {
    AGENTGUARD_ALLOW: 'a.com, GET https://b.com/*',
    AGENTGUARD_DENY: 'c.com',
    AGENTGUARD_MUTE: 'd.com,*.e.com',
    AGENTGUARD_MODE: 'audit',
    AGENTGUARD_LOOPBACK: 'any',
    AGENTGUARD_LATE: 'flush',
    AGENTGUARD_LATE_LIMIT: '250',
  }
  const lists = { allow: ['a.com', 'GET https://b.com/*'], deny: ['c.com'], mute: ['d.com', '*.e.com'] }
  expect(optionsFromEnvironment(env)).toEqual({
    ...lists,
    mode: 'audit',
    loopback: 'any',
    late: 'flush',
    lateLimit: 250,
  })
})

test('optionsFromEnvironment leaves the rest of the environment and internal variables alone', () => {
  expect(optionsFromEnvironment({ PATH: '/bin', AGENTGUARD_INTERNAL_PORT: '1', AGENTGUARD_MODE: undefined })).toEqual(
    {},
  )
})

test('optionsFromEnvironment reads an empty list as one that allows nothing', () => {
  expect(optionsFromEnvironment({ AGENTGUARD_ALLOW: '' })).toEqual({ allow: [] })
})

test('lateFromEnvironment reads what runners read, and nothing else', () => {
  expect(lateFromEnvironment({ AGENTGUARD_LATE: 'flush', AGENTGUARD_MODE: 'off', AGENTGUARD_OTHER: '' })).toEqual({
    late: 'flush',
  })
})

test.each([
  [{ AGENTGUARD_ALOW: 'a.com' }, "there is no variable 'AGENTGUARD_ALOW'. Did you mean 'AGENTGUARD_ALLOW'?"],
  [
    { AGENTGUARD_MODE: 'of' },
    "mode in the environment (AGENTGUARD_*): 'of' is not a value of mode. Did you mean 'off'?",
  ],
  [{ AGENTGUARD_MODE: '' }, "'' is not a value of mode"],
  [
    { AGENTGUARD_LATE: 'flus' },
    "late in the environment (AGENTGUARD_*): 'flus' is not a value of late. Did you mean 'flush'?",
  ],
  [
    { AGENTGUARD_LATE_LIMIT: '1s' },
    "lateLimit in the environment (AGENTGUARD_*): '1s' is not a number of milliseconds. Write a number from 0 to 10000.",
  ],
])('optionsFromEnvironment rejects %o', (env, message) => {
  expect(() => optionsFromEnvironment(env)).toThrow(message)
})

const optionOf = (name: string): string =>
  name
    .slice(11)
    .toLowerCase()
    .replace(/_(.)/, (_, letter: string) => letter.toUpperCase())

test(
  'optionsFromEnvironment accepts any environment as a whole, or refuses it with place and fix',
  { timeout: 60_000 },
  () => {
    const names = fc.oneof(
      fc.constantFrom(
        ...'ALLOW DENY MODE LOOPBACK SUBPROCESS NATIVE LATE LATE_LIMIT'.split(' ').map((word) => `AGENTGUARD_${word}`),
      ),
      fc.string({ maxLength: 5 }).map((text) => `AGENTGUARD_${text}`),
      fc.constantFrom('PATH', '__proto__', 'AGENTGUARD', 'agentguard_mode'),
    )
    const values = fc.oneof(
      fc.constantFrom(
        '',
        ' ',
        'a.com',
        'a.com, *.b.com:443',
        'a.com,',
        ',',
        'off',
        'any',
        ' audit ',
        'GET https://a.com/x y',
        '[]',
      ),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(names, values), { maxLength: 3 }), (entries) => {
        const env = Object.fromEntries(entries)
        const given = Object.keys(env).filter(
          (name) => name.startsWith('AGENTGUARD_') && !name.startsWith('AGENTGUARD_INTERNAL_'),
        )
        try {
          const options = optionsFromEnvironment(env)
          expect(Object.keys(options).toSorted()).toEqual(given.map(optionOf).toSorted())
          createPolicy(options, 'the environment')
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError)
          expect((error as Error).message).toMatch(/the environment.*: .+\. .+[.?]$/s)
        }
      }),
      { numRuns: 1000 },
    )
  },
)
