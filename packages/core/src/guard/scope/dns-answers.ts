import type { Scope } from './scope.ts'

/** How many names are remembered for the whole process: enough for any test run, and a limit for a hostile one. */
const limit = 4096

/**
 * Remembers DNS answers, so that a rule for a name also covers its addresses.
 *
 * A connection by address is covered by the names that its own scope, or an enclosing one, resolved. A connection that
 * still carries its name (a custom `lookup` with a cache) is covered when the process ever resolved that name to that
 * address.
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
