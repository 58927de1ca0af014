import { expect, test } from 'vitest'
import { groupEntries } from '../../src/model/group-entries.ts'
import { formatSort, nextSort, parseSort, sortEntries, sortGroups } from '../../src/model/sort.ts'
import { entriesOf } from '../page-evidence-of.ts'

const entries = entriesOf(
  { host: 'b.example', count: 3, file: 'b.test.ts', test: 'two' },
  { host: 'a.example', count: 1, file: 'a.test.ts', test: 'one', from: { file: 'src/z.ts', line: 1, column: 1 } },
  { host: 'c.example', count: 2, file: 'a.test.ts', test: 'three' },
)
const groups = groupEntries(entries, 'destination')

test.each([
  ['name', ['a.example', 'b.example', 'c.example']],
  ['-name', ['c.example', 'b.example', 'a.example']],
  ['attempts', ['a.example', 'c.example', 'b.example']],
  ['-attempts', ['b.example', 'c.example', 'a.example']],
])('sortGroups sorts by %s', (text, names) => {
  expect(sortGroups(groups, parseSort(text)).map(({ name }) => name)).toEqual(names)
})

test.each([
  ['name', ['a.example', 'b.example', 'c.example']],
  ['test', ['a.example', 'c.example', 'b.example']],
  ['-from', ['a.example', 'b.example', 'c.example']],
  ['-attempts', ['b.example', 'c.example', 'a.example']],
])('sortEntries sorts by %s', (text, hosts) => {
  expect(sortEntries(entries, parseSort(text)).map(({ attempt }) => attempt.host)).toEqual(hosts)
})

test('rows stay unchanged without a sort, and where they have no such column', () => {
  expect(sortGroups(groups, undefined)).toBe(groups)
  expect(sortGroups(groups, parseSort('from'))).toBe(groups)
  expect(sortEntries(entries, undefined)).toBe(entries)
})

test('nextSort begins numbers with the largest and names with the first, reverses, and goes back', () => {
  expect(clicks('name')).toEqual(['name', '-name', undefined])
  expect(clicks('tests')).toEqual(['-tests', 'tests', undefined])
  expect(nextSort(parseSort('-name'), 'tests')).toEqual(parseSort('-tests'))
})

test('parseSort knows no other columns', () => {
  expect(['', 'secrets', '--name', 'constructor'].map((text) => parseSort(text))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})

/** The sorts that three clicks lead to. */
function clicks(key: 'name' | 'tests'): readonly (string | undefined)[] {
  const first = nextSort(undefined, key)
  const second = nextSort(first, key)
  return [first, second, nextSort(second, key)].map((sort) => sort && formatSort(sort))
}
