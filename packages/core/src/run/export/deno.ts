import { hostAndPort } from './endpoint.ts'
import type { Target } from './target.ts'

/**
 * Deno's `--allow-net`: comma-separated hosts and addresses, with or without a port, IPv6 in brackets.
 *
 * https://docs.deno.com/runtime/fundamentals/security/#network-access
 */
export const deno: Target = {
  name: 'deno',
  write: (endpoint) => {
    if (endpoint.kind === 'unix') {
      const path = endpoint.text
      return { reason: `it treats a unix socket as a file: --allow-read=${path} --allow-write=${path}` }
    }
    if (endpoint.kind === 'program') {
      return { reason: `programs have their own flag, and no limits once they run: --allow-run=${endpoint.text}` }
    }
    if (endpoint.kind === 'unknown') return { reason: 'no list can name it' }
    const { kind, host, port } = endpoint
    if (port === undefined) return { reason: 'it was only looked up, and an entry would open all of its ports' }
    // Deno compares spellings, which a lock has merged into one.
    return (kind === 'loopback' ? ['localhost', '127.0.0.1', '::1'] : [host]).map((each) => hostAndPort(each, port))
  },
  format: (entries) => (entries.length === 0 ? '--deny-net\n' : `--allow-net=${entries.join(',')}\n`),
  widens: 'lets all requests through',
}
