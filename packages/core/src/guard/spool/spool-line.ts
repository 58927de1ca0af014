import { builtins } from '../node/builtins.ts'
import type { ChannelName } from '../../policy/attempt/attempt.ts'
import type { Phase } from '../../evidence/record/evidence.ts'
import type { Entry } from '../../evidence/record/ledger.ts'
import type { BlockReason } from '../../policy/precedence/verdict.ts'
import type { BoundAt } from '../scope/own-listeners.ts'

/** One attempt as it travels from a guarded child or worker to the process of the test. */
export interface SpoolLine {
  readonly entry: Pick<Entry, 'outcome' | 'attempt' | 'reason' | 'by' | 'phase' | 'redirects' | 'count'>
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly stack: string
  readonly process: string
}

/**
 * Each line starts and ends with a line break, so that what a process left when it was killed in the middle of one spoils
 * no other line.
 */
export function writeLine(line: SpoolLine | BoundAt): string {
  const text = JSON.stringify(line)
  return `\n${text.length < long ? text : JSON.stringify(line, short)}\n`
}

/** Code under test chooses hosts, paths and arguments freely: a line of theirs may be longer than its reader takes. */
const long = 100_000

/** What no evidence shows whole is told by a dot: a part of it could be a part of a secret, which nothing would recognise. */
function short(key: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 32)
  if (typeof value !== 'string' || value.length <= 1000) return value
  if (key === 'stack') return value.slice(0, 50_000)
  return value.startsWith('/') ? '/…' : '…'
}

/** Reads a line; `undefined` for what is torn, or was written by anybody but the guard. */
export function readLine(text: string): SpoolLine | undefined {
  const line = parse(text)
  return isSpoolLine(line) ? line : undefined
}

/** The same for a listener that another process tells of. */
export function readBound(text: string): BoundAt | undefined {
  const bound = parse(text)
  if (!isRecord(bound)) return undefined
  const { kind, path, address, port } = bound
  if (kind === 'path') return isText(path) ? { kind, path } : undefined
  if ((kind !== 'tcp' && kind !== 'udp') || !isText(address) || builtins.net.isIP(address) === 0) return undefined
  return isCount(port) ? { kind, address, port } : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const outcomes: readonly unknown[] = ['blocked', 'audited', 'allowed']

// Written so that a new word cannot be forgotten here.
const channels: Readonly<Record<ChannelName, true>> = {
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
}
const reasons: Readonly<Record<BlockReason, true>> = {
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
}

const phases: Readonly<Record<Phase, true>> = {
  import: true,
  beforeAll: true,
  beforeEach: true,
  test: true,
  afterEach: true,
  afterAll: true,
  run: true,
  late: true,
  exit: true,
}

function isSpoolLine(line: unknown): line is SpoolLine {
  if (!isRecord(line) || !isRecord(line['entry'])) return false
  const { at, stack, process, entry } = line
  const { attempt, outcome, count, reason, by, phase, redirects } = entry
  return (
    Number.isFinite(at) &&
    [stack, process].every(isText) &&
    isCount(count) &&
    outcomes.includes(outcome) &&
    isOptional(reason, isWordOf(reasons)) &&
    isWordOf(phases)(phase) &&
    isOptional(by, isDecidedBy) &&
    isOptional(redirects, isListOf(isUrl)) &&
    isAttempt(attempt)
  )
}

function isDecidedBy(value: unknown): boolean {
  if (!isRecord(value)) return false
  const { kind, text, packets, option } = value
  if (kind === 'rule' || kind === 'problem') return isText(text)
  if (kind === 'option') return [option, value['value']].every(isText)
  return kind === 'kernel' ? isCount(packets) : kind === 'own' || kind === 'isolated'
}

function isAttempt(attempt: unknown): boolean {
  if (!isRecord(attempt)) return false
  const { channel, raw, port, own, names, addons, url, program } = attempt
  return (
    isWordOf(channels)(channel) &&
    isText(raw) &&
    ['host', 'address', 'unixPath', 'method', 'proxy'].every((key) => isOptional(attempt[key], isText)) &&
    isOptional(port, Number.isInteger) &&
    isOptional(own, (value) => typeof value === 'boolean') &&
    isOptional(names, isListOf(isText)) &&
    isOptional(addons, isListOf(isText)) &&
    isOptional(url, isUrl) &&
    isOptional(program, isProgram)
  )
}

function isProgram(value: unknown): boolean {
  if (!isRecord(value)) return false
  return isText(value['file']) && isListOf(isText)(value['args']) && isOptional(value['foreign'], isListOf(isText))
}

function isUrl(value: unknown): boolean {
  if (!isRecord(value) || !isOptional(value['sent'], isText)) return false
  return ['scheme', 'host', 'path'].every((key) => isText(value[key])) && isCount(value['port'])
}

function isOptional(value: unknown, is: (value: unknown) => boolean): boolean {
  return value === undefined || is(value)
}

function isWordOf(words: Readonly<Record<string, true>>): (value: unknown) => boolean {
  return (value) => isText(value) && Object.hasOwn(words, value)
}

function isListOf(is: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => Array.isArray(value) && value.every(is)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
