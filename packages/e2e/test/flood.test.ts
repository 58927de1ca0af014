import { describe, expect, test } from 'vitest'
import { jestMajors, modes, runJest } from './jest/run-jest.ts'
import { runVitest, vitestMajors } from './vitest/run-vitest.ts'

const [files, each, destinations] = [4, 50, 9]

/** Two hundred tests that call nine tools, which swallow every error; each tool reaches its own destination. */
function suite(folder: string, extension: string, head: string): Record<string, string> {
  const tools = Array.from(
    { length: destinations },
    (_, index) => `exports.tool${index} = () => fetch('http://${index}.example/ask').catch(() => 'an answer')`,
  )
  const tests = Array.from({ length: files }, (_, file) => {
    const calls = Array.from({ length: each }, (_, one) => `tools.tool${(file + one) % destinations}()`)
    const lines = calls.map((call, one) => `test('case ${one}', () => ${call})`)
    return [`${folder}${file}.test.${extension}`, [head, ...lines].join('\n')] as const
  })
  return { 'package.json': '{}', [`${folder}tools.cjs`]: tools.join('\n'), ...Object.fromEntries(tests) }
}

/** The lines of our errors, up to the runner's own code and stack, and those of the summary. */
function ownLines(text: string): readonly string[] {
  const errors = [...text.matchAll(/^ *EgressViolationError: .+\n(?:\n? {2,}(?:from|test|allow|GET) .+\n)*/gm)].map(
    ([error]) => error,
  )
  const summary = /^Egress {2}\d[^]*/m.exec(text)?.[0].split(/\n(?=Test Suites:)/)[0] ?? ''
  return [...errors, summary].flatMap((part) => part.split('\n')).filter((line) => line.trim() !== '')
}

const explained = /^ *allow {2}\/\/ @agentguard allow=\d\.example {3}\(at the top of the file\)$/gm
const references = /^ *from \S*tools\.cjs:\d+:\d+; for what to do, see the failure of 'case \d+' in \S+\.test\.[jt]s$/gm

describe.each(vitestMajors)('a suite of 200 tests and nine destinations in Vitest %i', (major) => {
  test('fails every test, explains each destination once, and agentguard prints at most sixty lines', async () => {
    const { tests, text } = await runVitest({
      major,
      files: suite('flood/', 'ts', "import { test } from 'vitest'\nimport tools from './tools.cjs'"),
      env: { FOLDER: 'flood' },
    })

    expect(Object.values(tests).map(({ state }) => state)).toEqual(Array.from({ length: 200 }, () => 'failed'))
    expect(text.match(explained)).toHaveLength(destinations)
    expect(ownLines(text).length).toBeLessThanOrEqual(60)
    expect(text).toMatch(
      /^Egress {2}9 destinations blocked in 200 tests of 4 files\n\n {2}other hosts {2}(?:\d\.example:80, ){4}\d\.example:80 and 4 more {3}200 tests\n/m,
    )
  })
})

describe.each(jestMajors)('a suite of 200 tests and nine destinations in Jest %i', (major) => {
  const input = { major, args: modes['in workers'], files: suite('', 'js', "const tools = require('./tools.cjs')") }
  const reporter = 'jest-environment-agentguard/reporter'

  test('fails every test, explains each destination once, and agentguard prints at most sixty lines', async () => {
    const { tests, text } = await runJest({ ...input, config: { reporters: [reporter, 'default'] } })

    expect(Object.values(tests).map(({ status }) => status)).toEqual(Array.from({ length: 200 }, () => 'failed'))
    expect(Object.values(tests).map(({ blocked }) => blocked.length)).toEqual(Array.from({ length: 200 }, () => 1))
    expect(text.match(explained)).toHaveLength(destinations)
    expect(ownLines(text).length).toBeLessThanOrEqual(60)
    expect(text).toMatch(/^Egress {2}9 destinations blocked in 200 tests of 4 files$/m)
    // Jest 29 shows the line of the test instead.
    expect(text.match(/^ +\d+ \| exports\.tool/gm) ?? []).toSatisfy(
      (lines: unknown[]) => lines.length <= destinations * 6,
    )
  })

  test('takes two lines for each other test after the reporter that prints them, and says so', async () => {
    const { text } = await runJest({ ...input, config: { reporters: ['default', reporter] } })

    expect(text.match(explained)).toHaveLength(destinations)
    expect(text.match(references)).toHaveLength(200 - destinations)
    expect(text).toContain(`List '${reporter}' before 'default' in reporters`)
  })

  test('explains each destination once in each file without the reporter', async () => {
    const { text } = await runJest(input)

    expect(text.match(explained)).toHaveLength(destinations * files)
  })
})
