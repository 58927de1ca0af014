import { hostAndPort } from './endpoint.ts'
import type { Target } from './target.ts'

/**
 * `network.allowedDomains` in the settings file of Anthropic's sandbox-runtime.
 *
 * https://github.com/anthropic-experimental/sandbox-runtime#network-configuration: a domain with an optional port, IPv6
 * in brackets. Early releases reject entries with a port. A name needs a dot, or must be `localhost`
 * (`isValidDomainPattern` in its src/sandbox/sandbox-config.ts).
 */
export const sandboxRuntime: Target = {
  name: 'sandbox-runtime',
  write: (endpoint) => {
    if (endpoint.kind === 'unix') {
      return { reason: 'unix sockets are not domains: name it in network.allowUnixSockets, which works on macOS alone' }
    }
    if (endpoint.kind === 'program') return { reason: 'it filters no programs, only what they connect to' }
    if (endpoint.kind === 'unknown') return { reason: 'no list can name it' }
    const { kind, host, port } = endpoint
    if (port === undefined) return { reason: 'it was only looked up, and an entry would open all of its ports' }
    if (kind === 'name' && !host.includes('.')) return { reason: 'it takes no name without a dot' }
    return (kind === 'loopback' ? ['localhost', '127.0.0.1', '::1'] : [host]).map((each) => hostAndPort(each, port))
  },
  format: (entries) => `${JSON.stringify({ network: { allowedDomains: entries } }, undefined, 2)}\n`,
  widens: 'lets all requests through',
}
