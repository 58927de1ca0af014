import { isLoopback } from '../attempt/address.ts'
import type { Attempt } from '../attempt/attempt.ts'
import { matchRequest } from './match-request.ts'
import type { Reading } from './reading.ts'
import type { RequestRule } from './request-rule.ts'
import type { HostRule } from './rule.ts'

/** Host and request rules by the host they name: the cost of a look-up does not depend on how many there are. */
export interface HostIndex {
  readonly names: Map<string, Entry>
  readonly suffixes: Map<string, Entry>
  readonly addresses: Map<string, Entry>
  readonly loopback: Map<'loopback', Entry>
}

/** A rule for any port keeps nothing but its text, so that a long list costs one map slot a rule. */
type Entry = string | (HostRule | RequestRule)[]

/** Makes an empty index. */
export function createHostIndex(): HostIndex {
  return { names: new Map(), suffixes: new Map(), addresses: new Map(), loopback: new Map() }
}

/** Adds a rule; one for any port absorbs the narrower ones for the same host. */
export function addToHostIndex(index: HostIndex, rule: HostRule | RequestRule): void {
  const { host } = rule
  if (host.kind === 'loopback') addTo(index.loopback, 'loopback', rule)
  else if (host.kind === 'name') addTo(index.names, host.host, rule)
  else addTo(host.kind === 'suffix' ? index.suffixes : index.addresses, host.host, rule)
}

function addTo<Key>(entries: Map<Key, Entry>, key: Key, rule: HostRule | RequestRule): void {
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

/** For `deny`: whatever the attempt says of its destination counts, the names, the address and the URL's host alike. */
function matchWidely(index: HostIndex, attempt: Attempt): string | undefined {
  const { host, names = [], address, url } = attempt
  for (const spelling of [host, address, url?.host, ...names]) {
    if (spelling === undefined) continue
    const text = matchName(index, spelling, attempt, 'deny') ?? matchAddress(index, spelling, attempt, 'deny')
    if (text !== undefined) return text
  }
  return undefined
}

function matchName(index: HostIndex, name: string, attempt: Attempt, reading: Reading): string | undefined {
  const exact = index.names.size === 0 ? undefined : matchEntry(index.names.get(name), attempt, reading)
  if (exact !== undefined || index.suffixes.size === 0) return exact
  const whole = matchEntry(index.suffixes.get(name), attempt, reading)
  if (whole !== undefined) return whole
  for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) {
    const text = matchEntry(index.suffixes.get(name.slice(dot + 1)), attempt, reading)
    if (text !== undefined) return text
  }
  return undefined
}

function matchAddress(
  index: HostIndex,
  address: string | undefined,
  attempt: Attempt,
  reading: Reading,
): string | undefined {
  if (address === undefined) return undefined
  const text = index.addresses.size === 0 ? undefined : matchEntry(index.addresses.get(address), attempt, reading)
  if (text !== undefined || index.loopback.size === 0 || !isLoopback(address)) return text
  return matchEntry(index.loopback.get('loopback'), attempt, reading)
}

function matchEntry(entry: Entry | undefined, attempt: Attempt, reading: Reading): string | undefined {
  if (entry === undefined || typeof entry === 'string') return entry
  for (const rule of entry) {
    const fits = rule.kind === 'request' ? matchRequest(rule, attempt, reading) : matchPort(rule, attempt, reading)
    if (fits) return rule.text
  }
  return undefined
}

/** A look-up has no port yet: what allows one port of a host has to allow its look-up, what denies one must not deny it. */
function matchPort(rule: HostRule, attempt: Attempt, reading: Reading): boolean {
  return attempt.port === undefined ? reading !== 'deny' : attempt.port === rule.port
}
