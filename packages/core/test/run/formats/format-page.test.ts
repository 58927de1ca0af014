import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { formatPage } from '../../../src/run/formats/format-page.ts'

const nothing = { formatVersion: 1, runs: [], attempts: [] } as const

test('formatPage is one page that may load nothing', () => {
  const page = formatPage(nothing)

  expect(page).toMatch(/^<!doctype html>/)
  // A browser searches no further for the encoding.
  expect(page.slice(0, 1024)).toContain('<meta charset="utf-8"')
  expect(page).toContain("default-src 'none'")
  expect(page).not.toMatch(/\b(?:src|href)="(?!data:,)/)
})

test('formatPage carries the licences of the code in it', () => {
  expect(formatPage(nothing).match(/This page contains code of .*/g)).toEqual([
    expect.stringContaining('@tanstack/virtual-core'),
    expect.stringContaining('preact'),
  ])
})

test('formatPage lets only its own script and style run', () => {
  const page = formatPage(nothing)

  for (const [element, text = ''] of page.matchAll(/<(?:script type="module"|style)>([\s\S]*?)<\/(?:script|style)>/g)) {
    const hash = createHash('sha256').update(text).digest('base64')
    expect(page, element.slice(0, 40)).toContain(`'sha256-${hash}'`)
  }
  expect(page.match(/<script/g)).toHaveLength(2)
})

test.each(['</script><script>', '<!--<script>', ']]>', '\u2028', '$&', "'-->"])(
  'formatPage lets no text of the evidence out of its element: %j',
  (text) => {
    const quiet = formatPage(nothing)
    const page = formatPage({
      ...nothing,
      attempts: [
        { run: text, outcome: 'blocked', channel: 'tcp', host: text, phase: 'test', test: text, stack: [], count: 1 },
      ],
    })
    const begin = quiet.indexOf('<script type="application/json"')

    expect(page.slice(0, begin)).toBe(quiet.slice(0, begin))
    const [, json = '', rest] = /json" id="evidence">([\s\S]*?)<\/script>([\s\S]*)$/.exec(page) ?? []
    expect(json).not.toMatch(/[<>&\u2028\u2029]/)
    expect(() => void JSON.parse(json)).not.toThrow()
    expect(rest).toBe(/json" id="evidence">[\s\S]*?<\/script>([\s\S]*)$/.exec(quiet)?.[1])
  },
)

test('formatPage shows what hides or reorders text', () => {
  const page = formatPage({
    ...nothing,
    attempts: [
      { run: 'one', outcome: 'blocked', channel: 'tcp', phase: 'test', test: 'gnp.\u202Eexe', stack: [], count: 1 },
    ],
  })

  expect(page).toContain(String.raw`gnp.\\u{202e}exe`)
})
