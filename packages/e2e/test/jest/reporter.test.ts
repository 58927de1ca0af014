import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type AttemptRecord,
  type EvidenceFile,
  groupDestinations,
  mergeEvidenceFiles,
  parseEvidenceFile,
} from '@agentguard/core/report'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ForeignServer, startForeignServer } from '../vitest/foreign-server.ts'
import { type JestInput, jestMajors, modes, runJest, withJest } from './run-jest.ts'

let foreign: ForeignServer
let other: ForeignServer

beforeAll(async () => {
  ;[foreign, other] = await Promise.all([startForeignServer(), startForeignServer()])
})

afterAll(() => {
  foreign.stop()
  other.stop()
})

const portOf = ({ url }: ForeignServer): string => new URL(url).port
const reporter = 'jest-environment-agentguard/reporter'

function inputOf(major: JestInput['major'], options: object, rest: Partial<JestInput> = {}): JestInput {
  return {
    major,
    fixture: 'reporter',
    args: [],
    env: { FOREIGN_PORT: portOf(foreign) },
    ...rest,
    config: {
      reporters: ['default', [reporter, options]],
      testEnvironmentOptions: { allow: [`localhost:${portOf(foreign)}`, `localhost:${portOf(other)}`] },
      ...rest.config,
    },
  }
}

function readEvidence(folder: string, path = '.agentguard/evidence.json'): EvidenceFile {
  return parseEvidenceFile(readFileSync(join(folder, path), 'utf8'), path)
}

const summary = `Egress  2 destinations blocked, 1 allowed

  ✗ telemetry.example:8443   4 attempts by 3 tests in 2 files
    from    phone.js:6:24
    in      more-tools.test.js > third tool, and 2 more tests
    allow   // @agentguard allow=telemetry.example:8443

  ✗ metadata.example:80   1 attempt in 1 file
    from    phone.js:6:24
    in      more-tools.test.js
    allow   // @agentguard allow=metadata.example

  Written to .agentguard/evidence.json`

/** What is the same in every run of the same suite. */
function comparable({ attempts }: EvidenceFile): unknown {
  const timeless = attempts.map(({ run: _run, at: _at, ...record }): AttemptRecord => ({ run: '', ...record }))
  return groupDestinations({ attempts: timeless })
}

describe.each(jestMajors)('the reporter of Jest %i', (major) => {
  test.each(Object.keys(modes) as (keyof typeof modes)[])(
    'reports each destination once, with tests %s',
    async (mode) => {
      const [text, file] = await withJest(
        inputOf(major, { json: true }, { args: modes[mode] }),
        async ({ folder, run }) => [(await run()).text, readEvidence(folder)],
      )

      expect(text.slice(text.indexOf('Egress  '), text.indexOf('\n\nTest Suites')).trimEnd()).toBe(summary)
      expect(file.runs).toMatchObject([{ runner: 'jest', runnerVersion: expect.stringContaining(`${major}.`) }])
      expect(file.runs[0]?.testFiles).toEqual([
        { file: 'more-tools.test.js', tests: 1, whole: false },
        { file: 'reaches.test.js', tests: 1, whole: true },
        { file: 'stays.test.js', tests: 1, whole: true },
        { file: 'tools.test.js', tests: 2, whole: false },
      ])
      expect(file.attempts.every(({ at }) => at !== undefined && at < 60_000)).toBe(true)
    },
  )

  test('two shards, joined, report the same as the whole suite', async () => {
    const joined = await withJest(inputOf(major, { json: 'evidence.json' }), async ({ folder, run }) => {
      const files: EvidenceFile[] = []
      for (const args of [['--shard=1/2'], ['--shard=2/2'], []]) {
        await run(args)
        files.push(readEvidence(folder, 'evidence.json'))
      }
      return files
    })
    const [first, second, whole] = joined
    if (!first || !second || !whole) throw new Error('A run left no evidence')

    expect(first.runs[0]?.shard).toBe('1/2')
    expect(first.attempts.length).toBeLessThan(whole.attempts.length)
    expect(comparable(mergeEvidenceFiles([second, first]))).toEqual(comparable(whole))
  })

  test('the lock is written and checked, and -u accepts new destinations where an option asks for it', async () => {
    await withJest(
      inputOf(major, { lock: true, updateLock: true }, { args: ['reaches', 'stays'] }),
      async ({ folder, run }) => {
        const lock = join(folder, 'egress.lock.json')
        const also = { ALSO_PORT: portOf(other) }

        const filtered = await run()
        expect([filtered.code, existsSync(lock)]).toEqual([0, false])

        const missing = await run(['--ci'])
        expect(missing.code).toBe(1)
        expect(missing.text).toContain('egress.lock.json: there is no egress lock, and CI does not write one')

        const written = await run(['-u'])
        expect([written.code, existsSync(lock)]).toEqual([0, true])

        const held = await run(['--ci'])
        expect(held.code).toBe(0)
        expect(held.text).not.toContain('Egress')

        const more = await run(['--ci'], also)
        expect(more.code).toBe(1)
        for (const part of [`localhost:${portOf(other)}`, 'reaches.test.js', 'agentguard lock --accept'])
          expect(more.text).toContain(part)

        const accepted = await run(['-u'], also)
        expect(accepted.code).toBe(0)
        expect((await run(['--ci'], also)).code).toBe(0)

        const partly = await run(['--ci', '-t', 'nothing of this name'], also)
        expect(partly.text).not.toContain('no longer reached')
        const stale = await run(['--ci'])
        expect(stale.code).toBe(0)
        expect(stale.text).toContain('1 destination no longer reached')
      },
    )
  })

  test('an attempt of a worker after its last test fails the run, and is reported', async () => {
    const { code, text } = await runJest({
      major,
      fixture: 'in-order',
      args: [...modes['in workers'], '3-leaks-last'],
      config: { reporters: ['default', reporter] },
    })

    expect(code).toBe(1)
    expect(text).toMatch(/✗ 192\.0\.2\.83:443[^]*late {4}\d+ ms after its test had ended/)
  })

  test('a suite that stays at home prints nothing of the reporter', async () => {
    const { code, text } = await runJest(inputOf(major, {}, { args: ['stays'] }))

    expect(code).toBe(0)
    expect(text).not.toMatch(/egress|agentguard/i)
  })

  test('a mistake in the options is named', async () => {
    const input = inputOf(major, { jsn: true }, { args: ['stays'] })
    await expect(runJest(input)).rejects.toThrow(
      "the options of jest-environment-agentguard/reporter: there is no option 'jsn'. Did you mean 'json'?",
    )
  })
})
