import { describe, expect, test } from 'vitest'
import { formatStepSummary } from '../../../src/run/formats/format-step-summary.ts'
import { evidenceFileOf, recordOf } from '../file/evidence-of-runs.ts'
import { evidenceOfASuite, hostileEvidence } from './evidence-of-a-suite.ts'

test('formatStepSummary writes the golden text', async () => {
  await expect(formatStepSummary(evidenceOfASuite())).toMatchFileSnapshot('golden/step-summary.txt')
})

test('formatStepSummary is empty without evidence', () => {
  expect(formatStepSummary(evidenceFileOf([]))).toBe('')
})

test('formatStepSummary counts what its table leaves out', () => {
  const records = Array.from({ length: 102 }, (_, index) => recordOf({ host: `h${index}.com` }))

  expect(formatStepSummary(evidenceFileOf(records))).toMatch(/\n\n… and 2 more destinations\n$/)
})

test('formatStepSummary stays below the 1 MiB that GitHub takes, however long its texts', () => {
  const long = '\\|'.repeat(5000)
  const records = (['blocked', 'audited', 'allowed'] as const).flatMap((outcome) =>
    Array.from({ length: 300 }, (_, index) => {
      const text = `${outcome}${index}${long}`
      const frame = { file: `src/${text}.ts`, line: 1, column: 1 }
      return recordOf({
        outcome,
        host: text,
        test: text,
        rule: text,
        from: frame,
        culprit: { name: text, version: text, frame },
      })
    }),
  )

  expect(Buffer.byteLength(formatStepSummary(evidenceFileOf(records)))).toBeLessThan(2 ** 20)
})

describe('formatStepSummary, of hostile evidence,', () => {
  const text = formatStepSummary(hostileEvidence())
  const lines = text.split('\n')
  const rows = lines.filter((line) => line.startsWith('|'))

  test('writes the golden text', async () => {
    await expect(text).toMatchFileSnapshot('golden/hostile-summary.txt')
  })

  test('has a row for each destination and a cell for each column', () => {
    expect(rows).toHaveLength(2 + 6)
    for (const row of rows) expect(cellsOf(row)).toHaveLength(8)
  })

  test('has no HTML, link or command outside of code', () => {
    const outside = lines.map((line) => cellsOf(line).map(withoutCode).join(' ')).join('\n')

    expect(outside).not.toMatch(/[<>[\]`*_@#&]|https?:|www|::/i)
    expect(lines.filter((line) => line.startsWith('::'))).toEqual([])
  })
})

/** As GitHub cuts a row: at bars without a backslash, also in code. */
function cellsOf(row: string): readonly string[] {
  return row.startsWith('|') ? row.replace(/^\||\|$/g, '').split(/(?<!\\)\|/) : [row.replace(/^### /, '')]
}

function withoutCode(cell: string): string {
  return cell.replaceAll(/<code>[^<>`]*<\/code>/g, '').replaceAll(/(?<!`)(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, '')
}

const half = {
  testFiles: [
    { file: 'a.test.ts', tests: 1, whole: true },
    { file: 'b.test.ts', tests: 1, whole: false, unguarded: 'absent' as const },
  ],
}

test('formatStepSummary says which files ran without the guard, also where nothing was attempted', () => {
  const note = '**Not guarded as a whole**: `1 of 2 files guarded. Unguarded: b.test.ts`'

  expect(formatStepSummary(evidenceFileOf([recordOf()], half))).toContain(`\n\n${note}\n\n`)
  expect(formatStepSummary(evidenceFileOf([], half))).toMatch(/^### Egress: none seen\n/)
  expect(formatStepSummary(evidenceFileOf([], half))).toContain(note)
})

test('formatStepSummary folds muted destinations', () => {
  const text = formatStepSummary(evidenceFileOf([recordOf({ outcome: 'muted', rule: '*.posthog.com' })]))

  expect(text).toContain('### Egress: 1 destination muted')
  expect(text).toContain('<details><summary>1 destination muted</summary>')
})
