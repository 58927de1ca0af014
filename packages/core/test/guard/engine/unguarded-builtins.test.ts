import { isBuiltin } from 'node:module'
import { expect, test } from 'vitest'
import { unguardedBuiltin } from '../../../src/guard/engine/unguarded-builtins.ts'

test('the guard knows every way out of this Node', () => {
  expect(unguardedBuiltin(isBuiltin)).toBeUndefined()
})

test('a way out that no channel sees is named, with what to do', () => {
  expect(unguardedBuiltin((name) => name === 'node:quic')).toMatch(
    /^agentguard does not see what leaves through node:quic, .*update @agentguard\/core$/,
  )
})
