import { expect, test } from 'vitest'
import { optionsFromEnvironment } from '../../src/options/environment-options.ts'

test('optionsFromEnvironment reads lists with commas and single words', () => {
  const env = {
    AGENTGUARD_ALLOW: 'a.com, GET https://b.com/*',
    AGENTGUARD_DENY: 'c.com',
    AGENTGUARD_MODE: 'audit',
    AGENTGUARD_LOOPBACK: 'any',
  }
  const lists = { allow: ['a.com', 'GET https://b.com/*'], deny: ['c.com'] }
  expect(optionsFromEnvironment(env)).toEqual({ ...lists, mode: 'audit', loopback: 'any' })
})

test('optionsFromEnvironment leaves the rest of the environment and internal variables alone', () => {
  expect(optionsFromEnvironment({ PATH: '/bin', AGENTGUARD_INTERNAL_PORT: '1', AGENTGUARD_MODE: undefined })).toEqual(
    {},
  )
})

test('optionsFromEnvironment takes an empty list for one that allows nothing', () => {
  expect(optionsFromEnvironment({ AGENTGUARD_ALLOW: '' })).toEqual({ allow: [] })
})

test.each([
  [{ AGENTGUARD_ALOW: 'a.com' }, "there is no variable 'AGENTGUARD_ALOW'. Did you mean 'AGENTGUARD_ALLOW'?"],
  [{ AGENTGUARD_MODE: 'of' }, "mode in the environment (AGENTGUARD_*): 'of' is no value of mode. Did you mean 'off'?"],
  [{ AGENTGUARD_MODE: '' }, "'' is no value of mode"],
])('optionsFromEnvironment rejects %o', (env, message) => {
  expect(() => optionsFromEnvironment(env)).toThrow(message)
})
