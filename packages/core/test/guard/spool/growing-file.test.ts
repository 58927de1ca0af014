import { appendFileSync, mkdtempSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { followFile } from '../../../src/guard/spool/growing-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'growing-'))
const path = join(folder, 'file')
afterAll(() => rmSync(folder, { recursive: true }))

test('followFile returns each whole line once, wherever the reads fall between the writes', () => {
  const bytes = fc
    .array(
      fc.oneof(fc.constantFrom('\n', '\n\n', 'ü', '😀', 'line', '\0', '\r\n', '\u2028'), fc.string({ unit: 'binary' })),
    )
    .map((parts) => Buffer.from(parts.join('')))
  const pieces = fc.tuple(bytes, fc.array(fc.nat(200), { maxLength: 5 }))
  fc.assert(
    fc.property(pieces, ([all, cuts]) => {
      appendFileSync(path, '')
      truncateSync(path)
      const file = followFile(path)
      const lines: string[] = []
      const places = [...cuts, all.length].map((cut) => Math.min(cut, all.length)).toSorted((a, b) => a - b)
      for (const [index, end] of places.entries()) {
        appendFileSync(path, all.subarray(places[index - 1] ?? 0, end))
        lines.push(...file.read().lines)
      }
      const whole = all.subarray(0, all.lastIndexOf(0x0a) + 1)
      expect(lines).toEqual(
        whole
          .toString()
          .split('\n')
          .filter((line) => line !== ''),
      )
    }),
    { numRuns: 200 },
  )
})

test.each([
  ['at once', 1],
  ['in two parts', 2],
  ['in many parts', 40],
])('followFile reports a line that is too long, written %s, and reads those around it', (_, parts) => {
  appendFileSync(path, '')
  truncateSync(path)
  const file = followFile(path)
  const part = 'ü'.repeat(Math.ceil(600_000 / parts))
  appendFileSync(path, 'before\n')
  const growths = Array.from({ length: parts }, () => {
    appendFileSync(path, part)
    return file.read()
  })
  appendFileSync(path, '\nafter\n')
  growths.push(file.read())

  expect(growths.flatMap(({ lines }) => lines)).toEqual(['before', 'after'])
  expect(growths.flatMap(({ problem }) => problem ?? [])).toEqual([`a line of ${path} is incomplete`])
})

test('followFile waits a moment for the end of a line, and reports once that it is missing', () => {
  appendFileSync(path, '')
  truncateSync(path)
  const file = followFile(path, true)
  appendFileSync(path, 'whole\nto')

  expect(file.read()).toEqual({ lines: ['whole'], problem: `a line of ${path} is incomplete` })
  expect(file.read()).toEqual({ lines: [] })
  appendFileSync(path, 'rn')
  expect(file.read()).toEqual({ lines: [] })
  appendFileSync(path, '\n')
  expect(file.read()).toEqual({ lines: ['torn'] })
})
