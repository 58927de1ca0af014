import { getDomain } from 'tldts'
import { isAddress } from '../../policy/attempt/address.ts'
import { parseRule } from '../../policy/rules/rule.ts'

/** A star is worth it from so many subdomains on: below that, the names themselves read better and allow less. */
const WORTH_A_STAR = 3

/**
 * The star rules that could stand for many subdomains of one domain: `*.posthog.com` for three or more below it.
 *
 * Never across owners: the domain is one that somebody registered, by the Public Suffix List with its private part (so none for
 * `github.io`), and none of a cloud where each customer has names below the same one. The star is put as deep as it can.
 */
export function widenDomains(rules: readonly string[]): readonly string[] {
  const groups = new Map<string, { readonly hosts: string[]; readonly port: number | undefined }>()
  for (const text of rules) {
    const rule = parseRule(text, 'a suggestion')
    if (rule.kind !== 'host' || rule.host.kind !== 'name') continue
    const { host } = rule.host
    const domain = ownedDomain(host)
    if (domain === undefined) continue
    const key = `${domain}:${rule.port ?? ''}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { hosts: [host], port: rule.port })
    else group.hosts.push(host)
  }
  return [...groups.values()].flatMap(({ hosts, port }) => starOf([...new Set(hosts)], port))
}

function starOf(hosts: readonly string[], port: number | undefined): readonly string[] {
  const suffix = commonSuffix(hosts)
  if (hosts.filter((host) => host !== suffix).length < WORTH_A_STAR) return []
  return [`*.${suffix}${port === undefined ? '' : `:${port}`}`]
}

/** The labels that all hosts end in; all of them end in the domain that they share. */
function commonSuffix(hosts: readonly string[]): string {
  const [first = [], ...others] = hosts.map((host) => host.split('.').toReversed())
  const differs = first.findIndex((label, index) => others.some((other) => other[index] !== label))
  return first
    .slice(0, differs < 0 ? first.length : differs)
    .toReversed()
    .join('.')
}

function ownedDomain(host: string): string | undefined {
  if (isAddress(host) !== 0) return undefined
  const domain = getDomain(host, { allowPrivateDomains: true, validateHostname: false }) ?? undefined
  return domain === undefined || SHARED.has(domain) ? undefined : domain
}

/** Registered by one, used by many, and more than the Public Suffix List cuts off: a star would let in any customer's server. */
const SHARED: ReadonlySet<string> = new Set([
  'amazonaws.com',
  'amazonaws.com.cn',
  'azure.com',
  'azure.net',
  'cloudapp.net',
  'cloudfront.net',
  'googleapis.com',
  'googleusercontent.com',
  'microsoft.com',
  'windows.net',
])
