import type { Scope } from './scope.ts'

/** Names remembered over the whole process; enough for any test run, and a bound for a hostile one. */
const limit = 4096

/**
 * What DNS answered, so that a rule for a name covers the addresses it stands for.
 *
 * A connection by address is covered by names that its own scope, or one around it, resolved. A connection that still
 * carries its name (a custom `lookup` with a cache) is covered when the process ever resolved that name to that address.
 */
export interface DnsAnswers {
  learn(scope: Scope, host: string, addresses: readonly string[]): void
  namesOf(scope: Scope, address: string, host: string | undefined): readonly string[]
}

/** Creates an empty memory of DNS answers. */
export function createDnsAnswers(): DnsAnswers {
  const everywhere = new Map<string, Set<string>>()
  return {
    learn: (scope, host, addresses) => {
      scope.answers ??= new Map()
      for (const address of addresses) {
        addTo(scope.answers, address, host)
        addTo(everywhere, host, address)
      }
    },
    namesOf: (scope, address, host) => {
      const names: string[] = []
      for (let at: Scope | undefined = scope; at; at = at.parent) names.push(...(at.answers?.get(address) ?? []))
      if (host !== undefined && !names.includes(host) && everywhere.get(host)?.has(address)) names.push(host)
      return names
    },
  }
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key)
  if (known) {
    if (known.size < limit) known.add(value)
    return
  }
  if (map.size >= limit) {
    const [oldest] = map.keys()
    if (oldest !== undefined) map.delete(oldest)
  }
  map.set(key, new Set([value]))
}
