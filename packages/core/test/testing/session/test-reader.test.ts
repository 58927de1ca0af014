import { expect, test } from 'vitest'
import type { Entry } from '../../../src/evidence/record/ledger.ts'
import { createTestReader } from '../../../src/testing/session/test-reader.ts'

const entry: Entry = {
  outcome: 'blocked',
  attempt: { channel: 'tcp', host: 'api.example', port: 443, raw: 'api.example' },
  scope: 'a tool',
  file: '/app/tool.test.ts',
  phase: 'test',
  lateBy: undefined,
  retry: 0,
  redirects: undefined,
  trace: { stack: 'Error\n    at send (/app/node_modules/queue/index.js:3:9)' },
  at: 0,
  count: 1,
}
const defined =
  'Error\n    at test (/app/node_modules/each/index.js:1:1)\n    at Object.<anonymous> (/app/tool.test.ts:7:1)'

test('createTestReader takes the line of the test where the stack has no project line', () => {
  const { from, fromBy, stack } = createTestReader(() => defined)(entry)

  expect(from).toEqual({ file: '/app/tool.test.ts', line: 7, column: 1 })
  expect(fromBy).toBe('test')
  expect(stack).toHaveLength(1)
})

test('createTestReader takes the line of a package that defined the test where nothing else is known', () => {
  const { from } = createTestReader(() => defined.split('\n').slice(0, 2).join('\n'))(entry)

  expect(from?.file).toBe('/app/node_modules/each/index.js')
})

test.each([
  [
    'the stack has a line of the project',
    { trace: { stack: 'Error\n    at /app/src/tool.ts:2:5' } },
    '/app/src/tool.ts',
  ],
  ['the attempt was allowed', { outcome: 'allowed' }, undefined],
] as const)('createTestReader does not locate the test where %s', (_, other, file) => {
  const asked: string[] = []
  const { from, fromBy } = createTestReader(() => {
    asked.push('asked')
    return defined
  })({ ...entry, ...other })

  expect([from?.file, fromBy, asked]).toEqual([file, undefined, []])
})

test('createTestReader leaves evidence unchanged where no place is known', () => {
  expect(createTestReader()(entry).from).toBeUndefined()
})
