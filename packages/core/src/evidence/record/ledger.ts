import type { Attempt, RequestUrl } from '../../policy/attempt/attempt.ts'
import type { DecidedBy } from '../../policy/precedence/decided-by.ts'
import type { BlockReason } from '../../policy/precedence/block-reason.ts'
import type { Evidence, Phase } from './evidence.ts'
import type { Trace } from './trace.ts'

/** One kind of attempt in a ledger: the first in detail, the others counted. */
export interface Entry {
  readonly outcome: Evidence['outcome']
  /** Gets more detail during the operation: a redirect or an address may become known after the block. */
  attempt: Attempt
  readonly reason?: BlockReason | undefined
  readonly by?: DecidedBy | undefined
  readonly scope: string
  readonly file: string | undefined
  readonly phase: Phase
  readonly began?: Phase | undefined
  readonly candidates?: readonly string[] | undefined
  readonly lateBy: number | undefined
  readonly retry: number
  readonly redirects: readonly RequestUrl[] | undefined
  trace: Trace | undefined
  /** Milliseconds since the epoch. */
  readonly at: number
  /** Set when another process or thread made the attempt. */
  readonly process?: string | undefined
  /**
   * Set where the code may be waiting for its own server: how many listeners had been published at its last try. If a
   * server begins to listen there later, the attempt is not egress.
   */
  awaits?: number | undefined
  /** When the last counted attempt was made, in milliseconds since the epoch. */
  lastAt?: number
  count: number
}

/** Whether an entry was blocked and fails something, or would without `mode: 'audit'`. */
export function isViolation({ outcome }: Pick<Entry, 'outcome'>): boolean {
  return outcome === 'blocked' || outcome === 'audited'
}

/** A bounded list of attempts, append-only except for `drop`. It keeps the first of each kind and counts the others. */
export interface Ledger {
  readonly entries: readonly Entry[]
  /** Adds an entry, or counts it with an earlier one of its kind. Returns the entry that is kept. */
  record(entry: Entry): Entry
  /** Removes an entry that turned out not to be an attempt. */
  drop(entry: Entry): void
  /** Calls `listener` for every entry of a new kind from now on. */
  subscribe(listener: (entry: Entry) => void): void
  /** Calls `listener` for every entry counted with an earlier one from now on, with that earlier entry and the added number. */
  onRepeat(listener: (known: Entry, count: number) => void): void
}

/** The host of attempts that are only counted. */
export const OTHER_DESTINATIONS = 'more destinations'

/** Kinds kept in detail. Beyond it, attempts are counted per channel, so that a port scan cannot fill the memory. */
const detailed = 200

/** Creates an empty ledger. */
export function createLedger(): Ledger {
  return new GrowingLedger()
}

/** A class whose lists are created when they are used: there is one for each test, and most tests attempt nothing. */
class GrowingLedger implements Ledger {
  #entries: Entry[] | undefined
  #kinds: Map<string, Entry> | undefined
  #listeners: ((entry: Entry) => void)[] | undefined
  #repeatListeners: ((known: Entry, count: number) => void)[] | undefined

  get entries(): readonly Entry[] {
    return this.#entries ?? none
  }

  record(entry: Entry): Entry {
    const entries = (this.#entries ??= [])
    const kinds = (this.#kinds ??= new Map())
    const kind = kindOf(entry)
    const known =
      kinds.get(kind) ?? (entries.length < detailed ? undefined : kinds.get(`${entry.attempt.channel} rest`))
    if (known) return this.#count(known, entry)
    const kept = entries.length < detailed ? entry : restOf(entry)
    kinds.set(kept === entry ? kind : `${entry.attempt.channel} rest`, kept)
    entries.push(kept)
    for (const listener of this.#listeners ?? []) listener(kept)
    return kept
  }

  drop(entry: Entry): void {
    const at = this.entries.indexOf(entry)
    if (at === -1) return
    this.#entries?.splice(at, 1)
    this.#kinds?.delete(kindOf(entry))
  }

  subscribe(listener: (entry: Entry) => void): void {
    this.#listeners = [...(this.#listeners ?? []), listener]
  }

  onRepeat(listener: (known: Entry, count: number) => void): void {
    this.#repeatListeners = [...(this.#repeatListeners ?? []), listener]
  }

  #count(known: Entry, { count, at, awaits }: Entry): Entry {
    known.count += count
    known.lastAt = at
    if (known.awaits !== undefined) known.awaits = awaits
    for (const listener of this.#repeatListeners ?? []) listener(known, count)
    return known
  }
}

const none: readonly Entry[] = []

function kindOf({ attempt, outcome, phase, began, candidates = [], retry, lateBy }: Entry): string {
  const { channel, method, url, proxy } = attempt
  const late = lateBy === undefined ? '' : 'late'
  return `${channel} ${outcome} ${phase}${late} ${began ?? ''} ${candidates.join()} ${retry} ${method ?? ''} ${destinationOf(attempt)} ${url?.path ?? ''} ${proxy ?? ''}`
}

/** Raw text does not leave its process, so a program is compared by what it was started with. */
function destinationOf({ host, port, address, unixPath, program, addons = [], raw }: Attempt): string {
  if (unixPath !== undefined) return unixPath
  if (program) return [program.file, ...program.args].join(' ')
  if (host === undefined) return [raw, ...addons].join(' ')
  return `${host}:${port ?? ''} ${host === address ? '' : (address ?? '')}`
}

function restOf(entry: Entry): Entry {
  return {
    ...entry,
    attempt: { channel: entry.attempt.channel, raw: OTHER_DESTINATIONS, host: OTHER_DESTINATIONS },
    redirects: undefined,
    awaits: undefined,
  }
}
