import { isLoopback } from '../attempt/address.ts'
import type { Attempt } from '../attempt/attempt.ts'
import { matchRequest } from './match-request.ts'
import type { Reading } from './reading.ts'
import type { RequestRule } from './request-rule.ts'
import type { HostRule } from './rule.ts'

/**
 * Host and request rules by their host, so that the cost of matching does not depend on their number.
 *
 * A map is created for its first rule, since most lists are short and live for one test.
 */
export interface HostIndex {
  names: Map<string, Entry> | undefined
  suffixes: Map<string, Entry> | undefined
  addresses: Map<string, Entry> | undefined
  loopback: Map<string, Entry> | undefined
}

/** Creates an empty index. All keys exist, so that none is read from `Object.prototype`. */
export function createHostIndex(): HostIndex {
  return { names: undefined, suffixes: undefined, addresses: undefined, loopback: undefined }
}

/** A rule for any port keeps only its text, so that a long list costs one map slot a rule. */
type Entry = string | (HostRule | RequestRule)[]

/** Adds a rule. One for any port replaces the narrower ones for the same host. */
export function addToHostIndex(index: HostIndex, rule: HostRule | RequestRule): void {
  const { host } = rule
  if (host.kind === 'name') addTo((index.names ??= new Map()), host.host, rule)
  else if (host.kind === 'suffix') addTo((index.suffixes ??= new Map()), host.host, rule)
  else if (host.kind === 'address') addTo((index.addresses ??= new Map()), host.host, rule)
  else addTo((index.loopback ??= new Map()), 'loopback', rule)
}

function addTo(entries: Map<string, Entry>, key: string, rule: HostRule | RequestRule): void {
  const entry = entries.get(key)
  if (typeof entry === 'string') return
  if (rule.port === undefined) entries.set(key, rule.text)
  else if (entry === undefined) entries.set(key, [rule])
  else entry.push(rule)
}

/** The text of a rule that names the attempt's host or address, or undefined. */
export function matchHost(index: HostIndex, attempt: Attempt, reading: Reading): string | undefined {
  return reading === 'deny' ? matchWidely(index, attempt) : matchStrictly(index, attempt, reading)
}

function matchStrictly(index: HostIndex, attempt: Attempt, reading: Reading): string | undefined {
  const { names, host } = attempt
  if (names === undefined) {
    const text = host === undefined ? undefined : matchName(index, host, attempt, reading)
    if (text !== undefined) return text
  } else {
    for (const name of names) {
      const text = matchName(index, name, attempt, reading)
      if (text !== undefined) return text
    }
  }
  return matchAddress(index, attempt.address ?? host, attempt, reading)
}

/** For `deny`, everything that describes the destination counts: the names, the address and the URL's host. */
function matchWidely(index: HostIndex, attempt: Attempt): string | undefined {
  const { host, names = [], address, url } = attempt
  const spellings = [host, address, url?.host, ...names]
  for (const [at, spelling] of spellings.entries()) {
    // Mostly the same name three times, and comparing a long path takes time.
    if (spelling === undefined || spellings.indexOf(spelling) !== at) continue
    const text = matchName(index, spelling, attempt, 'deny') ?? matchAddress(index, spelling, attempt, 'deny')
    if (text !== undefined) return text
  }
  return undefined
}

function matchName(index: HostIndex, name: string, attempt: Attempt, reading: Reading): string | undefined {
  const { names, suffixes } = index
  const exact = names === undefined ? undefined : matchEntry(names.get(name), attempt, reading)
  if (exact !== undefined || suffixes === undefined) return exact
  const whole = matchEntry(suffixes.get(name), attempt, reading)
  if (whole !== undefined) return whole
  for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) {
    const text = matchEntry(suffixes.get(name.slice(dot + 1)), attempt, reading)
    if (text !== undefined) return text
  }
  return undefined
}

function matchAddress(
  { addresses, loopback }: HostIndex,
  address: string | undefined,
  attempt: Attempt,
  reading: Reading,
): string | undefined {
  if (address === undefined) return undefined
  const text = addresses === undefined ? undefined : matchEntry(addresses.get(address), attempt, reading)
  if (text !== undefined || loopback === undefined || !isLoopback(address)) return text
  return matchEntry(loopback.get('loopback'), attempt, reading)
}

function matchEntry(entry: Entry | undefined, attempt: Attempt, reading: Reading): string | undefined {
  if (entry === undefined || typeof entry === 'string') return entry
  for (const rule of entry) {
    const fits = rule.kind === 'request' ? matchRequest(rule, attempt, reading) : matchPort(rule, attempt, reading)
    if (fits) return rule.text
  }
  return undefined
}

/**
 * A DNS lookup has no port yet. A rule that allows one port of a host must allow its lookup, and one that denies a port
 * must not deny it.
 */
function matchPort(rule: HostRule, attempt: Attempt, reading: Reading): boolean {
  return attempt.port === undefined ? reading !== 'deny' : attempt.port === rule.port
}
