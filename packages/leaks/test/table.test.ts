import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { readSection } from '../../../scripts/section.ts'
import { channels, titles } from '../src/channels.ts'
import { formatSummary, formatTool } from '../src/format-tables.ts'
import { grade } from '../src/grade.ts'
import type { Measured } from '../src/measured.ts'
import { runTool } from '../src/run-tool.ts'
import { findTool, tools, versionOf } from '../src/tools.ts'

const root = join(import.meta.dirname, '../../..')
const page = readSection(join(root, 'docs/leaks.md'), 'leaks')
const short = readSection(join(root, 'README.md'), 'leaks')
const again = 'measure it again: pnpm leaks'

// The libraries by which native code connects, and the kernel's table that shows it, are those of Linux.
describe.runIf(process.platform === 'linux')('the tables beside a fresh run of agentguard', () => {
  const tool = findTool('agentguard')
  let cells: readonly Measured[] = []

  beforeAll(async () => {
    cells = await runTool(tool)
  }, 180_000)

  test('the page shows for every call what happens to it', () => {
    expect(rowsOf(sectionOf(tool.title)), again).toEqual(rowsOf(formatTool({ tool, version: '', cells })))
  })

  test('the README shows the same in short', () => {
    const fresh = rowsOf(formatSummary([{ tool, version: '', cells }]))
    expect(
      rowsOf(short).map((row) => row.slice(0, 2)),
      again,
    ).toEqual(fresh)
  })

  test('every tool was asked the same calls', () => {
    for (const { title } of tools) expect(askedOf(title), `${title}: ${again}`).toEqual(askedOf(tool.title))
  })

  test('nothing leaks unreported', () => {
    expect(cells.filter((cell) => grade(cell) === 'leaked' && !cell.reported)).toEqual([])
  })
})

test('every channel has a row for every tool, and every tool a column', () => {
  for (const { title } of tools) {
    expect(rowsOf(sectionOf(title)).map(([first]) => first)).toEqual(['', ...channels.map((name) => titles[name])])
  }
  expect(rowsOf(short)[0]).toEqual(['', ...tools.map(({ title }) => title)])
})

test('the versions are those that are installed', () => {
  for (const tool of tools) expect(sectionOf(tool.title), again).toContain(`\n${versionOf(tool)}, ${tool.setting}.`)
})

function sectionOf(title: string): string {
  return page.split(/^(?=## )/m).find((section) => section.startsWith(`## ${title}\n`)) ?? ''
}

/** Which calls were made: a dash where the API lacks that style. */
function askedOf(title: string): readonly boolean[][] {
  return rowsOf(sectionOf(title)).map((row) => row.map((cell) => cell !== '–'))
}

/** The cells of a table, without what aligns them. */
function rowsOf(text: string): readonly string[][] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^[|\s:-]+$/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}
