import type { ChannelName } from '../../policy/attempt/attempt.ts'
import type { Evidence, Phase } from '../../evidence/record/evidence.ts'
import type { BlockReason } from '../../policy/precedence/verdict.ts'
import type { AttemptRecord, Run, TestFileRecord } from './evidence-file.ts'

/** Whether an unknown value is a run as the format has it; fields of releases to come are let be. */
export function isRun(value: unknown): value is Run {
  return run(value)
}

/** Whether an unknown value is a record as the format has it. */
export function isRecordOfAttempt(value: unknown): value is AttemptRecord {
  return attempt(value)
}

type Check = (value: unknown) => boolean

const text: Check = (value) => typeof value === 'string'
const flag: Check = (value) => typeof value === 'boolean'
const count: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0
const isoTime: Check = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value))

function optional(is: Check): Check {
  return (value) => value === undefined || is(value)
}

function list(is: Check): Check {
  return (value) => Array.isArray(value) && value.every(is)
}

// A dictionary, so that no word can be forgotten when one is added to its type.
function oneOf<Word extends string>(words: Readonly<Record<Word, true>>): Check {
  return (value) => typeof value === 'string' && Object.hasOwn(words, value)
}

function object(fields: Readonly<Record<string, Check>>): Check {
  const checks = Object.entries(fields)
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
    return checks.every(([key, is]) => is(Reflect.get(value, key)))
  }
}

const frame = object({ file: text, line: count, column: count, function: optional(text) })
const texts = optional(list(text))

const unguarded = oneOf<NonNullable<TestFileRecord['unguarded']>>({ absent: true, off: true })

const run = object({
  id: text,
  runner: oneOf<Run['runner']>({ jest: true, vitest: true, agentguard: true }),
  runnerVersion: optional(text),
  version: text,
  node: text,
  platform: text,
  root: text,
  startedAt: isoTime,
  duration: count,
  shard: optional(text),
  testFiles: list(
    object({ file: text, project: optional(text), tests: count, whole: flag, unguarded: optional(unguarded) }),
  ),
})

const outcome = oneOf<Evidence['outcome']>({ allowed: true, blocked: true, audited: true })

const channel = oneOf<ChannelName>({
  tcp: true,
  pipe: true,
  udp: true,
  dns: true,
  http: true,
  undici: true,
  http2: true,
  tls: true,
  'child-process': true,
  worker: true,
  native: true,
})

const reason = oneOf<BlockReason>({
  'not-allowed': true,
  denied: true,
  locked: true,
  'loopback-not-own': true,
  'loopback-none': true,
  'address-not-from-dns': true,
  'request-not-allowed': true,
  'program-not-allowed': true,
  'program-tried': true,
  'native-not-allowed': true,
  'cannot-guard': true,
})

const phase = oneOf<Phase>({
  import: true,
  beforeAll: true,
  beforeEach: true,
  test: true,
  afterEach: true,
  afterAll: true,
  run: true,
  late: true,
  exit: true,
})

const attempt = object({
  run: text,
  project: optional(text),
  file: optional(text),
  test: optional(text),
  at: optional(count),
  outcome,
  channel,
  host: optional(text),
  port: optional(count),
  address: optional(text),
  unixPath: optional(text),
  method: optional(text),
  url: optional(text),
  program: optional(object({ file: text, args: list(text), foreign: texts })),
  addons: texts,
  process: optional(text),
  proxy: optional(text),
  redirects: texts,
  names: texts,
  reason: optional(reason),
  rule: optional(text),
  phase,
  lateBy: optional(count),
  retry: optional(count),
  stack: list(frame),
  from: optional(frame),
  culprit: optional(object({ name: text, version: optional(text), frame })),
  count,
})
