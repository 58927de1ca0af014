import { builtins } from '../node/builtins.ts'
import { channelNames } from '../../policy/attempt/attempt.ts'
import { isCount, isFlag, isObject, isText, listOf, objectOf, oneOf, optional } from '../../evidence/record/checks.ts'
import { phases } from '../../evidence/record/evidence.ts'
import type { Entry } from '../../evidence/record/ledger.ts'
import { blockReasons } from '../../policy/precedence/block-reason.ts'
import { outcomes } from '../../policy/precedence/verdict.ts'
import { redactAttempt, redactUrl } from '../../evidence/redact/redact-attempt.ts'
import { redactReason } from '../../evidence/redact/redact-reason.ts'
import type { BoundAt, Life } from '../scope/bound-at.ts'

/** One attempt, as sent from a guarded child or worker to the process of the test. */
export interface SpoolLine {
  readonly entry: Pick<
    Entry,
    'outcome' | 'attempt' | 'reason' | 'by' | 'phase' | 'began' | 'candidates' | 'redirects' | 'count' | 'awaits'
  >
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly stack: string
  readonly process: string
}

/** Each line starts and ends with a line break, so that a line torn by a killed process spoils no other. */
export function writeLine(line: SpoolLine | BoundAt): string {
  return `\n${JSON.stringify('entry' in line ? redactLine(line) : line)}\n`
}

/** Code under test chooses hosts, paths and arguments freely. The file holds no more of them than evidence shows. */
function redactLine({ entry, at, stack, process }: SpoolLine): SpoolLine {
  const { attempt, redirects, by, ...rest } = entry
  return {
    entry: {
      ...rest,
      ...(by && { by: redactReason(by) }),
      attempt: redactAttempt(attempt),
      redirects: redirects?.slice(0, 32).map(redactUrl),
    },
    at,
    stack: stack.slice(0, 50_000),
    process,
  }
}

/** Reads a line. `undefined` for a torn one, and for text that the guard did not write. */
export function readLine(text: string): SpoolLine | undefined {
  const line = parse(text)
  return isSpoolLine(line) ? line : undefined
}

/** The same for a listener that another process published. */
export function readBound(text: string): BoundAt | undefined {
  const bound = parse(text)
  if (!isObject(bound)) return undefined
  const { kind, path, file, address, port, only6, isBoundOnly, life } = bound
  if (!optional(isLife)(life) || !optional(isText)(file) || !optional(isFlag)(only6)) return undefined
  if (!optional(isFlag)(isBoundOnly)) return undefined
  const rest = { life: life as Life | undefined }
  if (kind === 'path') return isText(path) ? { kind, path, file: file as string | undefined, ...rest } : undefined
  if ((kind !== 'tcp' && kind !== 'udp') || !isText(address) || builtins.net.isIP(address) === 0) return undefined
  const flags = { only6: only6 === true || undefined, isBoundOnly: isBoundOnly === true || undefined }
  return isCount(port) ? { kind, address, port, ...flags, ...rest } : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isLife = objectOf({ pid: isCount, descriptor: optional(isCount), inode: optional(isCount) })

const isUrl = objectOf({ scheme: isText, host: isText, path: isText, port: isCount, sent: optional(isText) })

const isProgram = objectOf({ file: isText, args: listOf(isText), foreign: optional(listOf(isText)) })

const isAttempt = objectOf({
  channel: oneOf(channelNames),
  raw: isText,
  host: optional(isText),
  address: optional(isText),
  unixPath: optional(isText),
  method: optional(isText),
  proxy: optional(isText),
  port: optional(Number.isInteger),
  own: optional(isFlag),
  names: optional(listOf(isText)),
  addons: optional(listOf(isText)),
  url: optional(isUrl),
  program: optional(isProgram),
})

const isEntry = objectOf({
  attempt: isAttempt,
  outcome: oneOf(outcomes),
  count: isCount,
  reason: optional(oneOf(blockReasons)),
  awaits: optional(isCount),
  phase: oneOf(phases),
  began: optional(oneOf(phases)),
  candidates: optional(listOf(isText)),
  by: optional(isDecidedBy),
  redirects: optional(listOf(isUrl)),
})

const isLine = objectOf({ entry: isEntry, at: Number.isFinite, stack: isText, process: isText })

function isSpoolLine(line: unknown): line is SpoolLine {
  return isLine(line)
}

function isDecidedBy(value: unknown): boolean {
  if (!isObject(value)) return false
  const { kind, text, packets, option } = value
  if (kind === 'rule' || kind === 'problem') return isText(text)
  if (kind === 'option') return [option, value['value']].every(isText)
  return kind === 'kernel' ? isCount(packets) : kind === 'own' || kind === 'isolated'
}
