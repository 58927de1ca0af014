import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEvidenceFile, type TestFileRecord } from '@agentguard/core/report'
import { describe, expect, test } from 'vitest'
import { type JestInput, jestMajors, modes, withJest } from './run-jest.ts'

const home = "test('stays at home', () => {})\n"
const files = {
  'a-guarded.test.js': home,
  'b-off.test.js': `// @agentguard mode=off\n${home}`,
  'c-docblock.test.js': `/** @jest-environment node */\n${home}`,
}
const reporter = 'jest-environment-agentguard/reporter'

interface Ran {
  readonly code: number | null
  readonly text: string
  readonly testFiles: readonly TestFileRecord[]
}

function run(major: JestInput['major'], options: object, input: Partial<JestInput> = {}): Promise<Ran> {
  const config = { reporters: ['default', [reporter, { json: 'evidence.json', ...options }]], ...input.config }
  return withJest({ major, files, args: modes['in band'], ...input, config }, async (lent) => {
    const { code, text } = await lent.run()
    const file = parseEvidenceFile(readFileSync(join(lent.folder, 'evidence.json'), 'utf8'), 'it')
    return { code, text, testFiles: file.runs[0]?.testFiles ?? [] }
  })
}

describe.each(jestMajors)('Jest %i', (major) => {
  test.each(['in band', 'in workers'] as const)('says which files ran without the guard, %s', async (mode) => {
    const { code, text, testFiles } = await run(major, {}, { args: modes[mode] })

    expect(text).toContain('1 of 3 files guarded. Unguarded: b-off.test.js (mode: off), c-docblock.test.js')
    expect(testFiles.map(({ whole, unguarded }) => [whole, unguarded])).toEqual([
      [true, undefined],
      [false, 'off'],
      [false, 'absent'],
    ])
    expect(code).toBe(0)
  })

  test('fails for these files where the guard is required', async () => {
    const { code, text } = await run(major, { requireGuard: true })

    expect(text).toContain('test files ran without the guard: 2')
    expect(code).toBe(1)
  })

  test('a locked config requires it, also of --env', async () => {
    const config = { testEnvironmentOptions: { locked: true } }
    const { code, text } = await run(major, {}, { config, args: ['-i', '--env=node', 'a-guarded'] })

    expect(text).toContain('0 of 1 file guarded. Unguarded: a-guarded.test.js')
    expect(code).toBe(1)
  })
})
