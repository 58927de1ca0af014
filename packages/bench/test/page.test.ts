import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseHTML } from 'linkedom'
import { expect, test } from 'vitest'
import { readSection } from '../../../scripts/section.ts'
import { drawChart } from '../src/chart.ts'
import { measures } from '../src/measures.ts'
import { formatPage } from '../src/page.ts'
import { keepResult, type MeasureResult, readResults, rowsOf } from '../src/results.ts'
import { formatTable } from '../src/table.ts'

// Four measures of a run on a busy machine, without what they were made of.
const recorded = readResults(join(import.meta.dirname, 'recorded.json'))
const names = ['Jest, one file', 'https.get allowed', 'https.get blocked', 'decision']

test('formatPage shows when and where, shows the picture, and has a row for each that was measured', () => {
  const page = formatPage(recorded, names)

  expect(page).toMatch(
    /^Measured 2026-11-28; Node v24\.21\.0, linux x64, 2 cores \(.+\), load \d+ to \d+; pairs: 1, in brackets .+\.\n/,
  )
  expect(page).toContain('](images/benchmark.svg)')
  expect(page).toMatch(/^\| https\.get, blocked with evidence +\| \d+ µs \(refused\) /m)
  expect(page).not.toContain('Not measured yet')
})

test('formatPage names what was not measured', () => {
  expect(formatPage(recorded, [...names, 'scopes'])).toContain('\n\nNot measured yet: scopes.\n\n')
})

test('formatTable keeps the order of the names and leaves empty what a peer has no part in', () => {
  const lines = formatTable(rowsOf(recorded, ['decision', 'https.get allowed'])).split('\n')

  expect(lines[2]).toMatch(/^\| decision with 10, 1,000 and 100,000 host rules +\| – +\| – +\| \d/)
  expect(lines[4]).toMatch(/^\| https\.get, allowed /)
})

test('drawChart has a panel for each kind of row and draws one dot for each ratio', () => {
  const rows = rowsOf(recorded, names)
  const { document } = parseHTML(drawChart(rows))
  const ratios = rows.flatMap(({ picture }) => Object.values(picture?.ratios ?? {}))

  // The first group is the legend.
  const groups = [...(document.querySelector('svg')?.children ?? [])].filter((child) => child.matches('g'))
  const panels = groups.slice(1)
  expect(panels.map((panel) => panel.querySelector('.heading')?.textContent)).toEqual([
    'a whole run of a suite',
    'an operation that is allowed',
    'an operation that is blocked',
  ])
  const dots = panels.flatMap((panel) => [
    ...panel.querySelectorAll('[aria-label="dot"] path, [aria-label="dot"] circle'),
  ])
  expect(dots).toHaveLength(ratios.length)
})

test('drawChart is one file that asks for nothing and has the colours of both themes', () => {
  const svg = drawChart(rowsOf(recorded, names))

  expect(svg).not.toMatch(/href|url\(|<script/)
  expect(svg).toContain('prefers-color-scheme: dark')
  expect(svg).not.toMatch(/NaN|undefined|Infinity/)
})

test('keepResult puts a measure in the place of its last run', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'agentguard-bench-')), 'kept', 'bench.json')
  expect(readResults(file)).toEqual({ measures: [] })

  keepResult(
    file,
    keepResult(file, keepResult(file, readResults(file), resultOf('a', 1)), resultOf('b', 1)),
    resultOf('a', 2),
  )

  expect(readResults(file).measures).toEqual([resultOf('b', 1), resultOf('a', 2)])
})

test('the page has a row for every measure, or names it as missing', () => {
  const page = readSection(join(import.meta.dirname, '../../../docs/benchmarks.md'), 'benchmarks')
  const missing = /^Not measured yet: (.*)\.$/m.exec(page)?.[1]?.split(', ') ?? []
  const rows = page.split('\n').filter((line) => line.startsWith('| ')).length - 2

  // Some measures fill more than one.
  expect(rows).toBeGreaterThanOrEqual(measures.length - missing.length)
})

function resultOf(name: string, seconds: number): MeasureResult {
  return { name, date: '', pairs: 1, seconds, load: 0, node: '', machine: '', rows: [] }
}
