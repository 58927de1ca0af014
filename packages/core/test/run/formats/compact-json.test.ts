import { expect, test } from 'vitest'
import { compactJson } from '../../../src/run/formats/compact-json.ts'

test('compactJson keeps what occurs twice once, and names the keys of like objects once', () => {
  const frame = { file: 'a.ts', line: 1 }
  const { shapes, nodes } = compactJson([frame, { ...frame }, { file: 'a.ts', line: 2 }])

  expect(shapes).toEqual([['file', 'line']])
  expect(nodes).toEqual(['a.ts', 1, [0, 0, 1], 2, [0, 0, 3], [-1, 2, 2, 4]])
})

test('compactJson distinguishes values that look alike', () => {
  expect(compactJson(['1', 1, true, 'true', null, [], {}]).nodes).toHaveLength(8)
})

test('compactJson leaves out keys without a value', () => {
  expect(compactJson({ a: undefined, b: 1 }).shapes).toEqual([['b']])
})

test('compactJson maps texts as requested, but never keys', () => {
  const { shapes, nodes } = compactJson({ key: 'text' }, (text) => text.toUpperCase())

  expect(shapes).toEqual([['key']])
  expect(nodes[0]).toBe('TEXT')
})
