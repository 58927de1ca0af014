import type { AttemptRecord, EvidenceFile, Run } from '../../../src/run/file/evidence-file.ts'

/** A run as a reporter describes it. */
export function runOf(rest: Partial<Run> = {}): Run {
  return {
    id: '0a',
    runner: 'vitest',
    runnerVersion: '5.1.1',
    version: '0.1.0',
    node: '24.21.0',
    platform: 'linux',
    root: '',
    startedAt: '2026-01-02T03:04:05.678Z',
    duration: 4321,
    testFiles: [{ file: 'test/weather.test.ts', tests: 2, whole: true }],
    ...rest,
  }
}

/** The record of a blocked request that telemetry made in a test. */
export function recordOf(rest: Partial<AttemptRecord> = {}): AttemptRecord {
  const from = { file: 'src/tools/weather.ts', line: 14, column: 9, function: 'fetchWeather' }
  const via = { file: 'node_modules/posthog-node/dist/client.mjs', line: 212, column: 7 }
  return {
    run: '0a',
    file: 'test/weather.test.ts',
    test: 'weather tool > reports the forecast',
    at: 120,
    outcome: 'blocked',
    reason: 'not-allowed',
    channel: 'undici',
    host: 'us.i.posthog.com',
    port: 443,
    method: 'POST',
    url: 'https://us.i.posthog.com/batch/',
    phase: 'test',
    from,
    culprit: { name: 'posthog-node', version: '5.9.2', frame: via },
    stack: [via, from],
    count: 1,
    ...rest,
  }
}

/** Evidence of one run. */
export function evidenceFileOf(attempts: readonly AttemptRecord[], run: Partial<Run> = {}): EvidenceFile {
  return { formatVersion: 1, runs: [runOf(run)], attempts }
}
