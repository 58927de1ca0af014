import { expect, test } from 'vitest'
import { frameText, pathText } from '../../../src/evidence/explain/frame-text.ts'

test.each([
  ['/app/src/x.ts', '/app', 'src/x.ts'],
  ['/repo/node_modules/a/x.js', '/repo/packages/tool', '../../node_modules/a/x.js'],
  ['/x.ts', '/a/very/deep/folder', '/x.ts'],
  ['/app', '/app', '/app'],
  ['C:\\app\\src\\x.ts', 'C:\\app', 'src/x.ts'],
  ['D:\\lib\\x.ts', 'C:\\app', 'D:/lib/x.ts'],
  ['[eval]', '/app', '[eval]'],
  ['webpack-internal:///./x.ts', '/app', 'webpack-internal:///./x.ts'],
])('pathText shows %s from %s as %s', (file, cwd, text) => {
  expect(pathText(file, cwd)).toBe(text)
})

test('frameText ends in line and column, as editors link it', () => {
  expect(frameText({ file: '/app/src/x.ts', line: 14, column: 9 }, '/app')).toBe('src/x.ts:14:9')
})
