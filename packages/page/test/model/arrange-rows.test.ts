import type { AttemptRecord } from '@agentguard/core/report'
import { expect, test } from 'vitest'
import { arrangeRows, plainRows, type Row } from '../../src/model/arrange-rows.ts'
import { groupEntries } from '../../src/model/group-entries.ts'
import { culpritOf, entriesOf } from '../page-evidence-of.ts'

const allowed = { outcome: 'allowed', rule: '*' } as const
const rowsOf = (...attempts: readonly Partial<AttemptRecord>[]): readonly Row[] =>
  arrangeRows(groupEntries(entriesOf(...attempts), 'destination'))
const textOf = (row: Row): string =>
  row.kind === 'group' ? `${row.isBelowOwner ? '  ' : ''}${row.group.name}` : `${row.kind} ${row.name} ${row.count}`

test('arrangeRows puts open decisions first, and the destinations of one owner together', () => {
  const rows = rowsOf(
    { host: 'api.weather.com', ...allowed },
    { host: 'a.posthog.com', count: 9 },
    { host: 'tool.example', count: 5 },
    { host: 'b.posthog.com' },
  )

  expect(rows.map(textOf)).toEqual([
    'section To decide on 3',
    'owner posthog.com 2',
    '  a.posthog.com',
    '  b.posthog.com',
    'tool.example',
    'section Allowed or muted 1',
    'api.weather.com',
  ])
})

test('arrangeRows writes no heading for a single section', () => {
  expect(rowsOf({ host: 'a.example' }, { host: 'b.test' }).map(textOf)).toEqual(['a.example', 'b.test'])
  expect(rowsOf({ host: 'a.example', ...allowed }).map(textOf)).toEqual(['a.example'])
  expect(rowsOf()).toEqual([])
})

test('arrangeRows loses no destination', () => {
  const groups = groupEntries(
    entriesOf(...Array.from({ length: 50 }, (_, index) => ({ host: `${index % 7}.${index % 5}.example` }))),
    'destination',
  )

  expect(namesIn(arrangeRows(groups))).toEqual(namesIn(plainRows(groups)))
})

function namesIn(rows: readonly Row[]): readonly string[] {
  return rows.flatMap((row) => (row.kind === 'group' ? [row.group.name] : [])).toSorted()
}

test('destinations of unknown packages come before known senders, and these before own code; new ones come first', () => {
  const from = { file: 'src/a.ts', line: 1, column: 1 }
  const attempts: readonly Partial<AttemptRecord>[] = [
    { host: 'own.test', from, count: 900 },
    { host: 'us.i.posthog.com', culprit: culpritOf('posthog-node', '5.9.2'), port: 443, count: 90 },
    { host: 'unknown.example', culprit: culpritOf('tool', '1.0.0'), count: 9 },
  ]
  const news = entriesOf(...attempts).map((entry) =>
    entry.attempt.host === 'own.test' ? { ...entry, attempt: { ...entry.attempt, isNew: true as const } } : entry,
  )

  expect(rowsOf(...attempts).map(textOf)).toEqual(['unknown.example', 'us.i.posthog.com:443', 'own.test'])
  expect(groupEntries(news, 'destination').map(({ name }) => name)).toEqual([
    'own.test',
    'unknown.example',
    'us.i.posthog.com:443',
  ])
})
