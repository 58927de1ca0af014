import { basename } from 'node:path'
import { isAddress, isLoopback } from '../../policy/attempt/address.ts'
import type { AttemptRecord } from '../file/evidence-file.ts'
import { hostPort } from '../../evidence/redact/redact.ts'
import { type Allowlist, createAllowlist } from '../../policy/rules/allowlist.ts'
import { type DecidedBy, readRuleText } from '../../policy/precedence/decided-by.ts'
import { predicateText } from '../../policy/rules/match-code.ts'
import { readTerms } from '../../policy/rules/terms.ts'
import { parseRule, type Rule } from '../../policy/rules/rule.ts'

/**
 * The destinations of an attempt, as a lock names them. None where it reached only the tests themselves, or was blocked
 * and not muted.
 *
 * What a rule names is kept. Values that the rule leaves open and that change with each run are dropped: an address
 * behind a name, a port that the system chose, a socket in a temporary folder, the folder of a program.
 */
export function lockedDestinations(record: AttemptRecord): readonly string[] {
  const { outcome, program, unixPath, channel } = record
  const by = decidedBy(record)
  if (outcome === 'blocked' || by?.kind === 'own') return []
  if (program !== undefined) {
    if (by?.kind === 'isolated') return []
    return (program.foreign ?? [program.file]).map((file) => `exec:${basename(file)}`)
  }
  if (unixPath !== undefined) return [unixDestination(unixPath, ruleOf(by))]
  if (record.host === undefined && record.address === undefined) return unseen(record)
  // A DNS lookup of a loopback name queries no server.
  if (channel === 'dns' && record.port === undefined && isToThisMachine(record)) return []
  return [hostDestination(record)]
}

/** The rule that allowed the attempt, as a lock names it. */
export function lockedRule(record: AttemptRecord): string {
  const by = decidedBy(record)
  if (record.outcome === 'audited') return 'mode: audit'
  // A shell runs by its own rule or by those of its commands, which are listed instead.
  if (record.program !== undefined && isStartedUnnamed(by)) return 'exec:'
  // The place of a predicate is left out: it is a path of this machine, or an index that changes.
  const predicate = by?.kind === 'rule' ? predicateText(by.text) : undefined
  return predicate ?? record.rule ?? 'unknown'
}

function decidedBy({ rule, reason }: AttemptRecord): DecidedBy | undefined {
  return rule === undefined ? undefined : readRuleText(rule, reason)
}

function isStartedUnnamed(by: DecidedBy | undefined): boolean {
  return by?.kind === 'isolated' || (by?.kind === 'option' && by.option === 'subprocess' && by.value !== 'allow')
}

/** Loading native code and starting a thread reach nothing by themselves. What could not be guarded is listed anyway. */
function unseen({ outcome, channel, culprit }: AttemptRecord): readonly string[] {
  if (outcome !== 'audited') return []
  return [`${channel === 'native' ? 'addon' : channel}:${culprit?.name ?? 'unguarded'}`]
}

function unixDestination(path: string, rule: Rule | undefined): string {
  if (!TEMPORARY.test(path)) return `unix:${path}`
  if (rule?.kind !== 'unix') return 'unix:<temporary folder>/*'
  return rule.prefix ? rule.text : `unix:${path}`
}

// On Linux, macOS and Windows.
const TEMPORARY = /^(?:(?:\/private)?\/(?:var\/)?(?:tmp|folders)\/|[A-Za-z]:\\(?:.*\\)?te?mp\\)/i

function hostDestination(record: AttemptRecord): string {
  const { port } = record
  const rule = ruleOf(decidedBy(record))
  const host = isToThisMachine(record) ? 'localhost' : hostOf(record, rule)
  if (port === undefined) return hostPort(host)
  const named = rule !== undefined && 'port' in rule && rule.port === port
  return port >= EPHEMERAL && !named && isPrivate(host) ? `${hostPort(host)}:*` : hostPort(host, port)
}

// The first port that Linux assigns. Other systems begin higher.
const EPHEMERAL = 32_768

/** The name by which a rule allowed an address, since addresses change. Only a name for which DNS returned the address. */
function hostOf({ host = '', address = host, names }: AttemptRecord, rule: Rule | undefined): string {
  if (names === undefined) return host
  const usable = names.filter((name) => !isLoopback(name))
  if (usable.includes(host)) return host
  const allowed = rule === undefined ? [] : usable.filter((name) => allows(rule, name))
  return [...(allowed.length > 0 ? allowed : usable)].toSorted()[0] ?? address
}

function allows(rule: Rule, name: string): boolean {
  const list = createAllowlist([rule.text], 'a lock')
  return list.matchConnection({ channel: 'tcp', host: name, raw: name }) !== undefined
}

function isToThisMachine({ host, address = host }: AttemptRecord): boolean {
  return address !== undefined && isLoopback(address)
}

/** This machine, or one next to it such as a container, whose ports are assigned as they are free. */
function isPrivate(host: string): boolean {
  if (host === 'localhost') return true
  if (isAddress(host) === 0) return false
  // Created for the first address: parsing ranges loads Node's network modules, which most reports do not need.
  kept.private ??= createAllowlist(PRIVATE, 'a lock')
  return kept.private.match({ channel: 'tcp', host, raw: host }) !== undefined
}

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', 'fc00::/7', 'fe80::/10']
const kept: { private?: Allowlist } = {}

/** Rules in code have no text to parse. */
function ruleOf(by: DecidedBy | undefined): Rule | undefined {
  if (by?.kind !== 'rule') return undefined
  try {
    return parseRule(readTerms(by.text).rule, 'a lock')
  } catch {
    return undefined
  }
}
