import { getDomain } from 'tldts'
import { isAddress } from '../../policy/attempt/address.ts'
import { parseRule } from '../../policy/rules/rule.ts'

/** The number of subdomains from which a star is suggested. Fewer names read better, and allow less. */
const WORTH_A_STAR = 3

/**
 * Star rules that replace many subdomains of one domain: `*.posthog.com` for three or more of them.
 *
 * Never across owners: the domain must be one that someone registered, according to the Public Suffix List with its
 * private part, which excludes `github.io`. Clouds in which each customer has a name below the same domain are excluded
 * too. The star is as deep as possible.
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

/** The labels that all hosts end in. */
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

/** Domains that one owner registered and many customers use, beyond the Public Suffix List. A star would allow any customer's server. */
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
