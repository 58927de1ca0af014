import type { AttemptRecord, EvidenceFile, Run, TestFileRecord } from '../../../src/run/file/evidence-file.ts'

/** A run of Jest in which these files ran whole. */
export function runOf(files: readonly (string | Partial<TestFileRecord>)[], rest: Partial<Run> = {}): Run {
  return {
    id: 'run-1',
    runner: 'jest',
    version: '0.1.0',
    node: '24.21.0',
    platform: 'linux',
    root: '',
    startedAt: '2026-01-02T03:04:05.000Z',
    duration: 1200,
    testFiles: files.map((file) => ({
      file: 'test/a.test.ts',
      tests: 3,
      whole: true,
      ...(typeof file === 'string' ? { file } : file),
    })),
    ...rest,
  }
}

/** What a test sets of an attempt; `undefined` removes a default. */
export type Said = { readonly [Key in keyof AttemptRecord]?: AttemptRecord[Key] | undefined }

/** One allowed attempt on a host, unless given others. */
export function attemptOf(said: Said = {}): AttemptRecord {
  const hasHost = said.program === undefined && said.unixPath === undefined && said.channel !== 'native'
  const record = {
    run: 'run-1',
    outcome: 'allowed',
    rule: 'api.weather.com',
    channel: 'tcp',
    ...(hasHost && { host: 'api.weather.com', port: 443 }),
    file: 'test/a.test.ts',
    test: 'weather > reports',
    phase: 'test',
    stack: [],
    count: 1,
    ...said,
  }
  // An undefined field is dropped, as in JSON.
  return JSON.parse(JSON.stringify(record)) as AttemptRecord
}

/** Evidence of one run of the files that the attempts name, unless given others. */
export function evidenceFileOf(
  attempts: readonly AttemptRecord[],
  runs: readonly Run[] = [runOf([...new Set(attempts.flatMap(({ file }) => file ?? []))])],
): EvidenceFile {
  return { formatVersion: 1, runs, attempts }
}

/** What is known of the package at fault. */
export function culpritOf(name: string, version = '1.2.3'): NonNullable<AttemptRecord['culprit']> {
  return { name, version, frame: { file: `node_modules/${name}/index.js`, line: 1, column: 1 } }
}
