import { expect, test } from 'vitest'
import { hideGuard } from '../../../src/testing/session/hide-guard.ts'

test('hideGuard leaves the frames of the test and its packages', () => {
  const error = new Error('expected 1 to be 2')
  const kept = [
    'Error: expected 1 to be 2',
    '    at Object.toBe (/app/a.test.js:1:29)',
    '    at f (/app/node_modules/x/x.js:1:1)',
  ]
  const guard = '    at Object.run (/app/node_modules/@agentguard/core/dist/internal.cjs:20:33)'
  const adapter = '    at bound (/app/node_modules/jest-environment-agentguard/dist/index.cjs:15:31)'
  error.stack = [...kept, adapter, guard].join('\n')

  hideGuard(error)

  expect(error.stack).toBe(kept.join('\n'))
})

test.each([undefined, null, 'a string', 5, { stack: 5 }])(
  'hideGuard leaves what is not an error alone: %s',
  (value) => {
    expect(() => hideGuard(value)).not.toThrow()
  },
)
