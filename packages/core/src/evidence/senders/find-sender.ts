import { type Allowlist, createAllowlist } from '../../policy/rules/allowlist.ts'
import { downloadSenders } from './download-senders.ts'
import type { KnownSender, ListedSender, SenderKind } from './known-sender.ts'
import { localServices } from './local-services.ts'
import { metadataSenders } from './metadata-senders.ts'
import { monitoringSenders } from './monitoring-senders.ts'
import { usageSenders } from './usage-senders.ts'

/** What to search a known sender by. Any evidence or destination group has these fields. */
export interface SenderQuery {
  readonly host?: string
  readonly port?: number
  readonly address?: string
  readonly unixPath?: string
  readonly names?: readonly string[]
  readonly culprit?: { readonly name: string }
}

/**
 * Finds the known sender of an attempt by its destination and, if that serves several senders, by its package.
 * `undefined` where none is known.
 *
 * @param query any evidence, or at least its destination
 * @example
 * ```ts
 * import { findSender } from '@agentguard/core/report'
 *
 * console.log(findSender({ host: 'telemetry.nextjs.org' })?.quiet)
 * ```
 */
export function findSender(query: SenderQuery): ListedSender | undefined {
  const { senders, allowlist, byRule } = readIndex()
  const { host, port, address, names, unixPath, culprit } = query
  if (unixPath !== undefined) return senders.find(({ sockets }) => sockets?.test(unixPath))
  const rule = allowlist.matchDenied({ channel: 'tcp', raw: '', host, port, address, names })
  const candidates = rule === undefined ? [] : (byRule.get(rule) ?? [])
  const own = candidates.find(({ packages = [] }) => packages.some((name) => isNamed(culprit?.name, name)))
  return own ?? candidates.find(({ shared }) => shared !== true)
}

/** All known senders. */
export function listSenders(): readonly ListedSender[] {
  return [
    ...ofKind('telemetry', [...usageSenders(), ...monitoringSenders()]),
    ...ofKind('downloads', downloadSenders()),
    ...ofKind('cloud metadata', metadataSenders()),
    ...ofKind('this machine', localServices()),
  ]
}

function ofKind(kind: SenderKind, senders: readonly KnownSender[]): readonly ListedSender[] {
  return senders.map((sender) => ({ ...sender, kind }))
}

interface Index {
  readonly senders: readonly ListedSender[]
  readonly allowlist: Allowlist
  readonly byRule: ReadonlyMap<string, readonly ListedSender[]>
}

// Created for the first report, since most processes have nothing to report.
const kept: { index?: Index } = {}

function readIndex(): Index {
  kept.index ??= createIndex(listSenders())
  return kept.index
}

function createIndex(senders: readonly ListedSender[]): Index {
  const byRule = new Map<string, ListedSender[]>()
  for (const sender of senders) {
    for (const rule of sender.at ?? []) byRule.set(rule, [...(byRule.get(rule) ?? []), sender])
  }
  return { senders, allowlist: createAllowlist([...byRule.keys()], 'the known senders'), byRule }
}

function isNamed(name: string | undefined, pattern: string): boolean {
  return pattern.endsWith('/*') ? name?.startsWith(pattern.slice(0, -1)) === true : name === pattern
}
