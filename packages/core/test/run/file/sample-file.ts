import type { AttemptRecord, EvidenceFile, Run } from '../../../src/run/file/evidence-file.ts'
import { formatVersion } from '../../../src/run/file/evidence-file.ts'

/** A run as a reporter describes it. */
export function runOf(rest: Partial<Run> = {}): Run {
  return {
    id: 'run-1',
    runner: 'jest',
    version: '0.1.0',
    node: '24.0.0',
    platform: 'linux',
    root: '',
    startedAt: '2026-01-02T03:04:05.000Z',
    duration: 1200,
    testFiles: [{ file: 'test/weather.test.ts', tests: 2, whole: true }],
    ...rest,
  }
}

/** A record of a blocked connection; a field that is undefined is left out. */
export function recordOf(
  rest: { readonly [Key in keyof AttemptRecord]?: AttemptRecord[Key] | undefined } = {},
): AttemptRecord {
  const record: object = {
    run: 'run-1',
    file: 'test/weather.test.ts',
    test: 'weather tool > reports the forecast',
    outcome: 'blocked',
    channel: 'tcp',
    host: 'us.i.posthog.com',
    port: 443,
    reason: 'not-allowed',
    phase: 'test',
    count: 1,
    stack: [],
    ...rest,
  }
  return JSON.parse(JSON.stringify(record)) as AttemptRecord
}

/** A file of evidence with one run. */
export function fileOf(attempts: readonly AttemptRecord[], runs: readonly Run[] = [runOf()]): EvidenceFile {
  return { formatVersion, runs, attempts }
}
