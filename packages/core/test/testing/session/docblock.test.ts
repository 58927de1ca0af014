import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDocblock, readDocblock } from '../../../src/testing/session/docblock.ts'

const parse = (source: string) => parseDocblock(source, 'a.test.ts')
const directive = '@agentguard allow=a.com'

test.each([
  ['a line comment', `// ${directive}\nimport 'x'`],
  ['a block comment', `/* ${directive} */ import 'x'`],
  ['a docblock', `/**\n * What it tests.\n * ${directive}\n */`],
  ['a docblock on one line', `/** ${directive} */`],
  ['a comment after a shebang', `#!/usr/bin/env node\n// ${directive}`],
  ['a comment after a byte order mark', `\uFEFF// ${directive}`],
  ['a comment after a licence', `/*\n * Copyright\n */\n\n// ${directive}`],
  ['a comment after use strict', `'use strict'\n// ${directive}`],
  ['a comment after use client;', `"use client";\n\n// ${directive}`],
  ['a comment after ts-check', `// @ts-check\n/// <reference types="node" />\n// ${directive}`],
  ['a file with CRLF', `// @ts-check\r\n// ${directive}\r\nimport 'x'\r\n`],
  ['a file with CR', `// @ts-check\r// ${directive}\rimport 'x'\r`],
  ['a comment without a space', `//${directive}`],
  ['a line as a failure shows it, with its place', `// ${directive}   (at the top of the file)\nimport 'x'`],
])('parseDocblock reads %s', (_, source) => {
  expect(parse(source)).toEqual({ allow: ['a.com'] })
})

test('parseDocblock reads a list with spaces behind its commas', () => {
  const source = '// @agentguard allow=a.com, *.b.com:443,  c.com mode=audit by=x reason="a, b"'

  expect(parse(source)).toEqual({
    allow: ['a.com', '*.b.com:443', 'c.com'].map((rule) => ({ rule, by: 'x', reason: 'a, b' })),
    mode: 'audit',
  })
})

test('parseDocblock reads every key and adds lines up', () => {
  const source = [
    '// @agentguard allow=a.com,*.b.com:443 deny=c.com mute=d.com,*.e.com mode=audit',
    '/** @agentguard allow=https://d.com/v1/*,unix:/run/x/* loopback=any locked=true mode=audit late=flush lateLimit=50 */',
    "import 'x'",
  ]
  const allow = ['a.com', '*.b.com:443', 'https://d.com/v1/*', 'unix:/run/x/*']
  const words = { mode: 'audit', loopback: 'any', locked: true, late: 'flush', lateLimit: 50 }
  expect(parse(source.join('\n'))).toEqual({ allow, deny: ['c.com'], mute: ['d.com', '*.e.com'], ...words })
})

test.each([
  ['no docblock', "import 'x'"],
  ['the package in a comment', '// @agentguard/core guards this\n/**\n * @agentguard/vitest too\n */'],
  ['the word inside a sentence', '// see @agentguard allow=a.com'],
  ['a string', `const x = '// ${directive}'`],
  ['a template', `const x = \`\n// ${directive}\n\``],
  ['a regular expression with a quote, then a string', `const q = /['"\`]/\nconst x = "\\" // ${directive}"`],
])('parseDocblock finds nothing in %s', (_, source) => {
  expect(parse(source)).toBeUndefined()
})

test.each([
  ['its own line', `import 'x'\n// ${directive}`, 2],
  ['an indented line', `test('x', () => {\n\n  // ${directive}\n})`, 3],
  ['a block comment', `import 'x'\n/**\n * ${directive}\n */`, 3],
  ['a line after a template', `const x = \`a\nb\`\n// ${directive}`, 3],
  ['a line after an apostrophe in markup', `const x = <p>Don't</p>\n// ${directive}`, 2],
])('parseDocblock says that %s after the first statement is too late', (_, source, line) => {
  expect(() => parse(source)).toThrow(TypeError)
  expect(() => parse(source)).toThrow(
    `a.test.ts:${line}: @agentguard comes too late here. Move it above the first statement`,
  )
})

test.each([
  ['', 'has no options'],
  [' alow=a.com', "there is no option 'alow'. Did you mean 'allow'?"],
  [' allow', "'allow' is not key=value"],
  [' allow= a.com', 'allow has no value'],
  [' allow=a.com, deny=b.com', 'a.test.ts:2: allow ends in a comma. Write allow=a.com,*.b.com:443'],
  [' allow=a.com,', 'a.test.ts:2: allow ends in a comma'],
  [' allow=a.com b.com', "'b.com' is not key=value. Write values with commas and without spaces"],
  [': allow=a.com', "':' is not key=value"],
  [' allow=*', "allow in a.test.ts:2: '*' would match everything"],
  [' allow=GET https://a.com/x', 'a rule with a method cannot be in a comment'],
  [' mode=blok', "mode in a.test.ts:2: 'blok' is not a value of mode. Did you mean 'block'?"],
  [' lateLimit=soon', "lateLimit in a.test.ts:2: 'soon' is not a number of milliseconds"],
  [' locked=yes', "locked in a.test.ts:2: 'yes' is not a boolean"],
  [' mode=off mode=audit', "mode is given twice, as 'off' and as 'audit'. Keep one of them."],
])('parseDocblock rejects "@agentguard%s" by line and fix', (rest, message) => {
  const source = `// first\n// @agentguard${rest}\n`
  expect(() => parse(source)).toThrow(TypeError)
  expect(() => parse(source)).toThrow(message)
  expect(() => parse(source)).toThrow('a.test.ts:2')
})

test('readDocblock reads the file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-'))
  writeFileSync(join(folder, 'a.test.js'), `// ${directive}\n`)
  expect(readDocblock(join(folder, 'a.test.js'))).toEqual({ allow: ['a.com'] })
  rmSync(folder, { recursive: true })
})

const parts = [
  '@agentguard',
  '@agentguard/core',
  ' allow=',
  'a.com',
  ',',
  ' deny=*.b.com',
  ' mode=off',
  ' locked=true',
  '=',
  ' * ',
  '//',
  '/*',
  '*/',
  '/**',
  '`',
  "'",
  '"',
  '\\',
  '\n',
  '\r\n',
  '\r',
  '\u2028',
  '\uFEFF',
  '#!',
  ' ',
  '${',
  '}',
  '/',
  '\0',
  "'use strict'",
  ';',
  '__proto__=x',
  ' constructor=x',
  "import 'x'",
  'test()',
  '\ud800',
]
const texts = fc.array(fc.constantFrom(...parts), { maxLength: 14 }).map((parts) => parts.join(''))
const outcomeOf = (source: string): unknown => {
  try {
    return parse(source)
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError)
    expect((error as Error).message).toMatch(/a\.test\.ts(?::\d+)?: .+\. .+[.?]$/s)
    return error
  }
}

test('parseDocblock reads any text or refuses it with line and fix', () => {
  fc.assert(
    fc.property(texts, (source) => void outcomeOf(source)),
    { numRuns: 2000 },
  )
})

const rows = [
  '// @agentguard allow=a.com',
  '/* @agentguard deny=b.com */',
  '/**\n * @agentguard mode=audit\n */',
  '// word',
  '',
  ';',
  "'use strict'",
  '/* Copyright */',
  '// @agentguard/core',
]
const heads = fc.array(fc.constantFrom(...rows), { maxLength: 5 }).map((list) => list.join('\n'))

test('parseDocblock reads the same whatever ends the lines, and whatever comes before them', () => {
  const starts = fc.constantFrom('', '\uFEFF', '#!/usr/bin/env node\n', '\uFEFF#!/bin/x // @agentguard allow=x.com\n')
  fc.assert(
    fc.property(heads, starts, fc.constantFrom('\r\n', '\r', '\u2028', '\u2029'), (head, start, end) => {
      expect(outcomeOf((start + head).replaceAll('\n', end))).toEqual(outcomeOf(head))
    }),
  )
})

test('parseDocblock reads nothing after the first statement, and calls a directive there too late', () => {
  const statements = fc.constantFrom('test()', "import 'x'", 'const s = "x"', '0', "'x'")
  fc.assert(
    fc.property(heads, statements, texts, (head, statement, tail) => {
      const outcome = outcomeOf(`${head}\n${statement}\n${tail}`)
      if (outcome instanceof Error) expect(outcome.message).toContain('@agentguard comes too late here')
      else expect(outcome).toEqual(parse(head))
    }),
    { numRuns: 1000 },
  )
})

test.each([
  ['a third slash', '/// @agentguard deny=a.com', 1],
  ['a preserved comment', '/*! @agentguard deny=a.com */', 1],
  ['a bullet', '/**\n * - @agentguard deny=a.com\n */', 2],
  ['a letter left out', '// licence\n// @agentgard deny=a.com', 2],
  ['letters swapped', '// @agentgaurd deny=a.com', 1],
  ['another case', '// @AgentGuard deny=a.com', 1],
  ['a hyphen', '// @agent-guard deny=a.com', 1],
])('parseDocblock refuses a line with %s, and names it', (_, source, line) => {
  expect(() => parse(source)).toThrow(`a.test.ts:${line}: this line looks like an @agentguard line`)
})

test.each([
  '// See @agentguard/core, mode=block',
  '/// the guard (@agentguard) allows nothing here',
  '// - @agent name=x',
  '// @agentgard is what I typed first',
])('parseDocblock reads %s as prose', (source) => {
  expect(parse(source)).toBeUndefined()
})

test('parseDocblock does not read the text of a JSX element as a comment', () => {
  expect(parse('export const a = <pre>\n  // @agentguard allow=a.com\n</pre>')).toBeUndefined()
  expect(() => parse('const f = () =>\n// @agentguard allow=a.com\n 1')).toThrow('comes too late')
})

test('parseDocblock adds the terms of a line to its rules', () => {
  const source = [
    '// @agentguard allow=a.com,b.com by=posthog-node until=2027-03-31 reason="demo account, for now"',
    '// @agentguard mute=c.com until=2027-01-01 deny=d.com',
    '// @agentguard allow=e.com',
  ]
  const terms = { by: 'posthog-node', until: '2027-03-31', reason: 'demo account, for now' }

  expect(parse(source.join('\n'))).toEqual({
    allow: [{ rule: 'a.com', ...terms }, { rule: 'b.com', ...terms }, 'e.com'],
    mute: [{ rule: 'c.com', until: '2027-01-01' }],
    deny: ['d.com'],
  })
})

test.each([
  ['until=2027-03-31', 'by, until and reason need a rule on their line'],
  ['deny=a.com by=x', 'by, until and reason need a rule on their line'],
  ['allow=a.com until=soon', "'soon' is not a value of until"],
  ['allow=a.com by=x by=y', 'by is given twice'],
])('parseDocblock rejects the terms of %s', (line, message) => {
  expect(() => parse(`// @agentguard ${line}`)).toThrow(message)
})
