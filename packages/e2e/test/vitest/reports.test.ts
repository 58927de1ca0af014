import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ForeignServer, startForeignServer } from './foreign-server.ts'
import { runIn, runVitest, vitestMajors, withFixture } from './run-vitest.ts'

let foreign: ForeignServer

beforeAll(async () => {
  foreign = await startForeignServer()
})

afterAll(() => foreign.stop())

describe.each(vitestMajors)('the reports of Vitest %s', (major) => {
  test('the JSON reporter carries the evidence', async () => {
    const args = ['--reporter=json', '--outputFile.json=out.json', 'tests/dependency.test.ts']
    const report = await withFixture({ major }, async (folder) => {
      await runIn(folder, { major, args, env: { FOREIGN_URL: foreign.url } })
      return readFileSync(join(folder, 'out.json'), 'utf8')
    })
    const { testResults } = JSON.parse(report) as JsonReport

    expect(testResults[0]?.assertionResults[0]?.meta.agentguard).toMatchObject({
      attempts: [{ outcome: 'blocked', method: 'POST', culprit: { name: 'quiet-telemetry', version: '2.1.0' } }],
      omitted: 0,
    })
    expect(report).not.toContain('token=secret')
  })

  test('the evidence survives shards, blobs and their merge', async () => {
    const env = { FOREIGN_URL: foreign.url }
    const merged = await withFixture({ major }, async (folder) => {
      for (const shard of ['1', '2']) {
        const blob = ['--reporter=blob', `--outputFile.blob=blobs/${shard}.json`]
        await runIn(folder, { major, args: [`--shard=${shard}/2`, ...blob, 'dependency', 'all-hooks'], env })
      }
      rmSync(join(folder, 'report.json'))
      return runIn(folder, { major, args: ['--merge-reports=blobs'], env })
    })

    expect(merged.code).toBe(1)
    expect(merged.tests['dependency: a package phones home']?.attempts).toEqual(['dependency'])
    expect(merged.files['all-hooks']?.attempts).toContain('after-all')
  })

  test('in audit mode nothing fails, and the evidence is complete', async () => {
    const { code, tests } = await runVitest({
      major,
      args: ['tests/dependency.test.ts'],
      env: { FOREIGN_URL: foreign.url, OPTIONS: '{"mode":"audit"}' },
    })

    expect(code).toBe(0)
    expect(tests['dependency: a package phones home']?.attempts).toEqual(['dependency'])
    expect(await foreign.takePaths()).toEqual(['dependency?token=secret'])
  })
})

interface JsonReport {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly meta: { readonly agentguard?: unknown } }[]
  }[]
}
