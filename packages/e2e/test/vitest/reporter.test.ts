import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { type EvidenceFile, groupDestinations, parseEvidenceFile } from '@agentguard/core/report'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ForeignServer, startForeignServer } from './foreign-server.ts'
import {
  outsideEnvironment,
  runIn,
  type VitestInput,
  type VitestMajor,
  vitestMajors,
  withFixture,
} from './run-vitest.ts'

let foreign: ForeignServer

beforeAll(async () => {
  foreign = await startForeignServer()
})

afterAll(() => foreign.stop())

const config = '--config=reporter.config.mjs'

function environment(options: object, more: VitestInput['env'] = {}): NonNullable<VitestInput['env']> {
  return { FOREIGN_URL: foreign.url, OPTIONS: JSON.stringify(options), NO_COLOR: '1', ...more }
}

function readEvidence(folder: string, path = '.agentguard/evidence.json'): EvidenceFile {
  return parseEvidenceFile(readFileSync(join(folder, path), 'utf8'), path)
}

const destinationOf = ({ url }: ForeignServer): string => `localhost:${new URL(url).port}`

/** What is the same in every run of the same suite. */
function comparable({ attempts }: EvidenceFile): unknown {
  return groupDestinations({ attempts: attempts.map(({ at: _at, ...record }) => ({ ...record, run: '' })) })
}

async function runOnce(major: VitestMajor, options: object, args: readonly string[] = [], more?: VitestInput['env']) {
  return withFixture({ major }, async (folder) => {
    const run = await runIn(folder, { major, args: [config, ...args], env: environment(options, more) })
    const path = '.agentguard/evidence.json'
    return { ...run, evidence: existsSync(join(folder, path)) ? readEvidence(folder) : undefined }
  })
}

describe.each(vitestMajors)('the reporter of Vitest %s', (major) => {
  test.each(['forks', 'threads', 'vmThreads'])('reports each destination once, in the pool %s', async (pool) => {
    const { code, text, evidence } = await runOnce(major, { report: { json: true } }, [`--pool=${pool}`])

    expect(code).toBe(1)
    expect(text.slice(text.indexOf('Egress  ')).split('\n\n').slice(0, 4).join('\n\n')).toBe(
      `Egress  2 destinations blocked

  ✗ ${destinationOf(foreign)}   3 attempts by 3 tests in 2 files
    by      quiet-telemetry@2.1.0
    from    phone.ts:7:11 phone
    in      reporter/more-tools.test.ts > third tool, and 2 more tests
    reason  a loopback address where no server of the tests listens
    allow   // @agentguard allow=localhost

  ✗ metadata.example:80   1 attempt in 1 file
    from    reporter/more-tools.test.ts:8:7
    in      reporter/more-tools.test.ts
    allow   // @agentguard allow=metadata.example

  Written to .agentguard/evidence.json`,
    )
    expect(evidence?.runs[0]?.testFiles).toEqual([
      { file: 'reporter/more-tools.test.ts', tests: 1, whole: false },
      { file: 'reporter/stays.test.ts', tests: 1, whole: true },
      { file: 'reporter/tools.test.ts', tests: 2, whole: false },
    ])
  })

  test('works without the plugin, by its name', async () => {
    await withFixture({ major }, async (folder) => {
      const args = ['--config=reporter-alone.config.mjs']
      const vitest = await runIn(folder, { major, args, reporters: [], env: environment({ allow: 'loopback' }) })

      expect(vitest.text).toContain('Egress  1 destination blocked, 1 allowed')
      expect(
        readEvidence(folder)
          .attempts.map(({ outcome }) => outcome)
          .toSorted(),
      ).toEqual(['allowed', 'allowed', 'allowed', 'blocked'])
    })
  })

  test('shards, joined from their blobs, report the same as the whole suite', async () => {
    await withFixture({ major }, async (folder) => {
      const env = environment({ report: { json: true }, allow: 'loopback' })
      for (const shard of ['1', '2']) {
        const blob = ['--reporter=blob', `--outputFile.blob=blobs/${shard}.json`]
        await runIn(folder, { major, args: [config, `--shard=${shard}/2`, ...blob], env })
        expect(readEvidence(folder).runs[0]?.shard).toBe(`${shard}/2`)
      }
      rmSync(join(folder, '.agentguard'), { recursive: true })
      const merged = await runIn(folder, { major, args: [config, '--merge-reports=blobs'], env })
      const joined = readEvidence(folder)
      await runIn(folder, { major, args: [config], env })

      expect(merged.text).toContain('Egress  1 destination blocked, 1 allowed')
      expect(comparable(joined)).toEqual(comparable(readEvidence(folder)))
      expect(joined.runs[0]?.duration).toBeGreaterThan(0)
    })
  })

  test('reports once however many projects have the plugin, and distinguishes them', async () => {
    const { text, evidence } = await runOnce(major, { report: { json: true } }, [], { PROJECTS: '1' })

    expect(text.match(/Egress {2}2 destinations blocked/g)).toHaveLength(1)
    expect(text).toContain('6 attempts by 6 tests in 2 files')
    expect(new Set(evidence?.attempts.map(({ project }) => project))).toEqual(new Set(['one', 'two']))
  })

  test('audit allows everything and reports it', async () => {
    const { code, text, evidence } = await runOnce(major, { mode: 'audit', report: { json: true } }, ['tools', 'stays'])

    expect(code).toBe(0)
    expect(text).toMatch(/Egress {2}2 destinations seen in audit mode\n\n {2}○ /)
    expect(new Set(evidence?.attempts.map(({ outcome }) => outcome))).toEqual(new Set(['audited']))
    expect(await foreign.takePaths()).toEqual(expect.arrayContaining(['first', 'second', 'third']))
  })

  test('the lock is written and checked, and -u accepts no new destination', async () => {
    await withFixture({ major }, async (folder) => {
      const run = (args: readonly string[], options: object = {}, CI = '') =>
        runIn(folder, {
          major,
          args: [config, 'tools.test', 'stays', ...args],
          env: environment({ allow: 'loopback', mode: 'audit', report: { lock: true }, ...options }, { CI }),
        })

      const missing = await run([], {}, '1')
      expect(missing.code).toBe(1)
      expect(missing.text).toContain('egress.lock.json: there is no egress lock, and CI does not write one')
      expect((await run(['-u', '-t', 'first'])).code).toBe(0)
      const more = await run([], {}, '1')
      expect(more.code).toBe(1)
      for (const part of ['metadata.example', 'more-tools.test.ts', 'agentguard lock --accept'])
        expect(more.text).toContain(part)
      expect((await run(['-u'])).code).toBe(1)
      expect((await run(['-u'], { report: { lock: true, updateLock: true } })).code).toBe(0)
      expect((await run([], {}, '1')).code).toBe(0)
    })
  })

  test('JUnit carries the violations of a test on request', async () => {
    const far = `import { test } from 'vitest'\ntest('far', () => fetch('http://192.0.2.77/').catch(() => {}))\n`
    await withFixture({ major, files: { 'reporter/tools-far.test.ts': far } }, async (folder) => {
      const args = [config, '--reporter=junit', '--outputFile.junit=junit.xml', 'reporter/tools']
      await runIn(folder, { major, args, env: environment({ report: { junit: true } }) })

      const xml = readFileSync(join(folder, 'junit.xml'), 'utf8')
      expect(xml.split('\n').filter((line) => line.includes(folder))).toEqual([])
      expect(xml).toContain('<property name="agentguard" value="Egress blocked: GET http://192.0.2.77/">')
      // Whether an attempt waits for a server of the tests is known too late for a property.
      expect(xml).toMatch(
        /<failure message="Egress blocked: POST http:\/\/127\.0\.0\.1:\d+\/first \(quiet-telemetry@2\.1\.0\)/,
      )
    })
  })

  test('a suite that stays at home prints nothing of the reporter', async () => {
    const { code, text } = await runOnce(major, { report: true }, ['stays'])

    expect(code).toBe(0)
    expect(text).not.toMatch(/egress|agentguard/i)
  })

  test('a mistake in the options is named', async () => {
    const { text } = await runOnce(major, { report: { jsn: true } }, ['stays'])

    expect(text).toContain(
      "report in agentguard() in the Vitest config: there is no option 'jsn'. Did you mean 'json'?",
    )
  })

  test('a run in watch mode reports only itself', async () => {
    await withFixture({ major }, async (folder) => {
      const vitest = join(import.meta.dirname, `../../projects/vitest${major}/node_modules/vitest/vitest.mjs`)
      const env = { ...outsideEnvironment(), ...environment({ report: { json: true } }) }
      const child = spawn(process.execPath, [vitest, '--watch', config], { cwd: folder, env })
      try {
        await textOf(child.stderr, 'Written to')
        const first = readEvidence(folder)
        const again = textOf(child.stderr, 'Written to')
        const later = new Date(Date.now() + 10_000)
        utimesSync(join(folder, 'reporter/tools.test.ts'), later, later)
        await again

        expect(first.attempts).toHaveLength(4)
        expect(readEvidence(folder).attempts).toHaveLength(2)
      } finally {
        child.kill('SIGKILL')
      }
    })
  })
})

function textOf(stream: NodeJS.ReadableStream, wanted: string): Promise<void> {
  return new Promise((resolve) => {
    let text = ''
    const listen = (chunk: Buffer): void => {
      text += chunk.toString()
      if (!text.includes(wanted)) return
      stream.off('data', listen)
      resolve()
    }
    stream.on('data', listen)
  })
}
