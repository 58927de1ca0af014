import { expect, test } from 'vitest'
import { pathText } from '../../../src/evidence/redact/path-text.ts'

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
