import type { AttemptRecord, EvidenceFile, PageContext, Run } from '@agentguard/core/report'
import { createRandom, type Random } from './random.ts'
import { senders } from './senders.ts'

/** Evidence of a suite of an agent's tools, cut into two shards: like a real one, the same at each call. */
export function sampleEvidence(size = 640): EvidenceFile {
  const random = createRandom(7)
  const runs = [createRun('run-1', '1/2', 41_800, 0), createRun('run-2', '2/2', 37_250, 1)]
  const attempts = Array.from({ length: size }, (_, index) => createAttempt(index, random, runs))
  return { formatVersion: 1, runs, attempts: attempts.toSorted(byPlace) }
}

/** A lock that lists all but two of the destinations of the sample. */
export const sampleContext: PageContext = {
  isNew: ({ host = '' }) => ['api.segment.io', 'cdn-lfs.huggingface.co'].includes(host),
}

/** Evidence with texts that would break out of a page, its lists or its lines if they could. */
export function hostileEvidence(): EvidenceFile {
  const [run] = sampleEvidence(0).runs
  const attempts = HOSTILE.map((text, index): AttemptRecord => ({
    run: 'run-1',
    file: `test/${text}.test.ts`,
    test: text,
    outcome: 'blocked',
    reason: 'not-allowed',
    channel: 'http',
    host: `${index}.example.com`,
    port: 443,
    method: 'GET',
    url: `https://${index}.example.com/${text}`,
    phase: 'test',
    at: index,
    stack: [{ file: text, line: 1, column: 1, function: text }],
    from: { file: text, line: 1, column: 1, function: text },
    culprit: { name: text, version: text, frame: { file: text, line: 1, column: 1 } },
    count: 1,
  }))
  return { formatVersion: 1, runs: run ? [run] : [], attempts }
}

/** Evidence of a suite that reached nothing. */
export function quietEvidence(): EvidenceFile {
  return { ...sampleEvidence(0), runs: sampleEvidence(0).runs.slice(0, 1) }
}

export const HOSTILE: readonly string[] = [
  '</script><script>window.broken = true</script>',
  '<!--<script>',
  ']]><img src=x onerror="window.broken = true">',
  'line\u2028separator\u2029here',
  '\u202Egnp.exe reversed',
  'javascript:window.broken=true//\'"`${window.broken=true}',
  '$& $1 $` \\u003c &lt;',
  '__proto__',
]

function createRun(id: string, shard: string, duration: number, part: number): Run {
  return {
    id,
    runner: 'vitest',
    runnerVersion: '5.1.1',
    version: '0.1.0',
    node: '24.21.0',
    platform: 'linux',
    root: '',
    startedAt: `2026-11-22T19:04:0${part}.000Z`,
    duration,
    shard,
    source: {
      project: 'travel-agent',
      branch: 'add-telemetry',
      commit: '5f3c1a9e7b2d4c6f8091a2b3c4d5e6f708192a3b',
      files: 'https://github.com/example/travel-agent/blob/5f3c1a9e7b2d4c6f8091a2b3c4d5e6f708192a3b',
      ci: 'https://github.com/example/travel-agent/actions/runs/1048576',
    },
    testFiles: testFiles.filter((_, index) => index % 2 === part).map((file) => ({ file, tests: 19, whole: true })),
  }
}

function createAttempt(index: number, random: Random, runs: readonly Run[]): AttemptRecord {
  const sender = random.pick(senders)
  const part = random.below(2)
  const file = `${random.pick(folders)}/${random.pick(subjects)}.test.ts`
  const test = `${random.pick(subjects)} tool > ${random.pick(sentences)}${index % 9 === 0 ? ` (case ${random.below(400)})` : ''}`
  const line = { file: random.pick(sender.lines), line: 8 + random.below(12) * 7, column: 9, function: sender.function }
  const frame = { file: `node_modules/${sender.package}/dist/index.js`, line: 212, column: 7, function: 'request' }
  return {
    run: `run-${part + 1}`,
    file,
    ...(sender.phase === 'import' ? {} : { test }),
    at: Math.round(timeOf(index, random) * (runs[part]?.duration ?? 1)),
    ...sender.attempt,
    ...(sender.phase === 'late' && { lateBy: 12 + random.below(9000) }),
    ...(random.below(12) === 0 && { retry: 1 }),
    phase: sender.phase,
    stack: [frame, line, { file, line: 31, column: 5 }],
    from: line,
    ...(sender.version !== '' && { culprit: { name: sender.package, version: sender.version, frame } }),
    count: 1 + (random.below(4) === 0 ? random.below(sender.most) : 0),
  }
}

/** Suites are busy at the start and at some later moments. */
function timeOf(index: number, random: Random): number {
  const around = [0.04, 0.18, 0.22, 0.47, 0.55, 0.8][index % 6] ?? 0
  return Math.min(0.995, Math.max(0, index % 3 === 0 ? random.fraction() : around + (random.fraction() - 0.5) * 0.12))
}

function byPlace(a: AttemptRecord, b: AttemptRecord): number {
  const [one, other] = [a, b].map(({ run, file, test }) => `${run} ${file} ${test ?? ''}`)
  return (one ?? '') < (other ?? '') ? -1 : 1
}

const folders = ['test/tools', 'test/agents', 'test/memory', 'packages/server/test', 'test/flows']
const subjects = [
  'weather',
  'calendar',
  'search',
  'summarize',
  'invoice',
  'translate',
  'embed',
  'ticket',
  'crawl',
  'mailbox',
  'planner',
  'retriever',
]
const sentences = [
  'reports the forecast for a city',
  'answers from the cache when it is warm',
  'retries once and gives up politely',
  'keeps the order of results',
  'refuses an empty question',
  'streams tokens as they come',
  'writes nothing outside its folder',
  'handles a redirect to the login page',
  'is idempotent',
]
const testFiles = folders.flatMap((folder) => subjects.map((subject) => `${folder}/${subject}.test.ts`))
