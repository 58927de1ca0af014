import { parse } from '@babel/parser'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readComments } from '../../../src/testing/session/comments.ts'

const ends = fc.constantFrom('\n', '\n', '\r\n', '\r', '\u2028', '\n\n')
const comment = fc.constantFrom(
  '// @agentguard allow=a.com',
  '/* @agentguard deny=b.com */',
  '/**\n * @agentguard mode=audit\n */',
  '/* Copyright\r\n * "it\'s" `x` */',
  '// it\'s "a" `comment` /* of one line',
  '//',
  '/**/',
  '/***/',
  '/*/ x /*/',
)
const directive = fc.constantFrom("'use strict'", '"use client";', ';', "'use strict';;")
const statement = fc.constantFrom(
  "import 'x'",
  "const a = '// @agentguard allow=a.com'",
  'const b = "/* @agentguard allow=a.com"',
  'const c = `\n// @agentguard allow=a.com\n`',
  'const d = /[\'"`//*]/',
  'const e = 1 / 2 / 3',
  "const f = 'it\\'s // no comment'",
  'test("x", () => { /* inside */ })',
  "'just a string'",
  'const g = [/a\\/\\/b/, "x"]',
  'f(/[/]*/)',
)
const start = fc.constantFrom('', '', '\uFEFF', '#!/usr/bin/env node\n', '\uFEFF#!/usr/bin/env node\r\n')
const sources = fc
  .tuple(
    start,
    fc.array(fc.tuple(fc.oneof(comment, comment, directive), ends), { maxLength: 5 }),
    fc.array(fc.tuple(fc.oneof(statement, comment), ends), { maxLength: 5 }),
  )
  .map(([first, head, rest]) => first + [...head, ...rest].flat().join(''))

test('readComments finds the comments that a parser finds, before the first statement and after it', () => {
  fc.assert(
    fc.property(sources, (source) => {
      const expected = commentsByBabel(source)
      if (expected) expect(readComments(source)).toEqual(expected)
    }),
    { numRuns: 500 },
  )
})

test.each([
  ['of twenty thousand comments', 'const x = "it" // a comment at the end of a line\n'.repeat(20_000)],
  ['of one long line', '/['.repeat(100_000)],
  ['of comments without an end', '/*'.repeat(100_000)],
])('readComments does not slow down in a file %s', (_, source) => {
  expect(readComments(`${source}\n// last`).later.at(-1)?.text).toBe(' last')
})

/** What Babel finds; undefined for a source that is not valid, such as two pieces that do not combine. */
function commentsByBabel(source: string): ReturnType<typeof readComments> | undefined {
  const text = source.replace(/^\uFEFF/, '')
  try {
    const { program, comments } = parse(text, { sourceType: 'unambiguous', allowReturnOutsideFunction: true })
    const used = program.directives.filter(({ value }) => !value.value.startsWith('use '))
    const real = program.body.filter(
      (statement) =>
        statement.type !== 'EmptyStatement' &&
        // After a semicolon it is not a directive, but looks the same.
        !(statement.type === 'ExpressionStatement' && /^.use /.test(text.slice(statement.start ?? 0))),
    )
    const begin = Math.min(...[...used, ...real].map(({ start }) => start ?? 0), text.length)
    const found = (comments ?? []).map(({ value, start = 0, loc }) => ({
      isLeading: (start ?? 0) < begin,
      comment: { text: value, line: loc?.start.line ?? 0 },
    }))
    return {
      leading: found.filter(({ isLeading }) => isLeading).map(({ comment }) => comment),
      later: found.filter(({ isLeading }) => !isLeading).map(({ comment }) => comment),
    }
  } catch {
    return undefined
  }
}
