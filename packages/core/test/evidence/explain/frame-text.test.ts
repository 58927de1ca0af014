import { expect, test } from 'vitest'
import { frameText } from '../../../src/evidence/explain/frame-text.ts'

test('frameText ends in line and column, as editors link it', () => {
  expect(frameText({ file: '/app/src/x.ts', line: 14, column: 9 }, '/app')).toBe('src/x.ts:14:9')
})
