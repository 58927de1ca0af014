import { expect, test } from 'vitest'
import { lineHref } from '../../src/model/line-href.ts'

const frame = { file: 'src/tools/a b#1.ts', line: 14, column: 9 }
const at = (lines: string, root = '') => ({ lines, root })
const repository = 'https://git.example/tools/blob/abc/{path}#L{line}'

test('lineHref links to a line in a repository or an editor, from the root of the repository', () => {
  expect(lineHref(at(repository, 'packages/server'), frame)).toBe(
    'https://git.example/tools/blob/abc/packages/server/src/tools/a%20b%231.ts#L14',
  )
  expect(lineHref(at('vscode://file/home/me/tools/{path}:{line}:{column}'), frame)).toBe(
    'vscode://file/home/me/tools/src/tools/a%20b%231.ts:14:9',
  )
  expect(lineHref(at(repository, 'packages/server'), { ...frame, file: '../shared/x.ts' })).toContain(
    '/packages/shared/x.ts#L14',
  )
})

test.each([
  ['node:net'],
  ['/usr/lib/x.js'],
  ['C:/x.js'],
  ['../outside.ts'],
  ['[eval]'],
  ['node_modules/axios/index.js'],
  ['https://a.example/x.js'],
])('lineHref finds no page of the repository for %s', (file) => {
  expect(lineHref(at(repository), { ...frame, file })).toBeUndefined()
})

test('lineHref opens packages in an editor', () => {
  const source = at('vscode://file/{path}:{line}:{column}')

  expect(lineHref(source, { ...frame, file: 'node_modules/axios/index.js' })).toBe(
    'vscode://file/node_modules/axios/index.js:14:9',
  )
})

test.each(['javascript:alert(1)//{path}', 'data:text/html,{path}', 'file:///{path}', '{path}'])(
  'lineHref makes no link of %s',
  (lines) => {
    expect(lineHref(at(lines), frame)).toBeUndefined()
  },
)

test('lineHref makes no link without a source, and none for a native addon', () => {
  expect(lineHref(undefined, frame)).toBeUndefined()
  expect(lineHref({ root: '' }, frame)).toBeUndefined()
  expect(lineHref(at(repository), { ...frame, line: 0 })).toBeUndefined()
})
