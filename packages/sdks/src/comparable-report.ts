import { formatRunSummary, groupDestinations, type EvidenceFile } from '@agentguard/core/report'

/** What the reports of two runs of one suite have in common: all but the clock and the numbers of processes. */
export function comparableReport({ runs, attempts }: EvidenceFile): {
  readonly files: readonly string[]
  readonly groups: readonly object[]
  readonly summary: string
} {
  const plain = attempts.map(({ at: _at, lateBy: _lateBy, process, ...record }) => ({
    ...record,
    run: '',
    // An attempt at the end of its test may come just before or just after it.
    phase: record.phase === 'late' ? ('test' as const) : record.phase,
    ...(process !== undefined && { process: process.replace(/\d+/, '') }),
  }))
  return {
    // How many timers of its retries an SDK has set when its file ends depends on the clock.
    files: runs
      .flatMap(({ testFiles }) => testFiles.map(({ timersLeft: _timersLeft, ...record }) => JSON.stringify(record)))
      .toSorted(),
    // The order of attempts in one test depends on the clock too.
    groups: groupDestinations({ attempts: plain }).map(({ first: _first, records: _records, ...group }) => group),
    summary: formatRunSummary({ attempts: plain }),
  }
}
