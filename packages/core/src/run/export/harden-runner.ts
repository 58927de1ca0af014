import type { Target } from './target.ts'

/**
 * `allowed-endpoints` of StepSecurity's harden-runner: `host:port`, separated by spaces, as a folded text of a
 * workflow.
 *
 * https://docs.stepsecurity.io/harden-runner/filter-outbound-network-traffic-to-allowed-endpoints
 *
 * It splits an entry at its first colon and resolves the first part (`parseEndpoints` in
 * https://github.com/step-security/agent/blob/main/config.go), so it only accepts names. Its firewall filters the
 * network interface and allows private addresses (https://github.com/step-security/agent/blob/main/firewall.go).
 */
export const hardenRunner: Target = {
  name: 'harden-runner',
  write: (endpoint) => {
    if (endpoint.kind === 'loopback') return { reason: 'it does not filter the loopback interface: no entry is needed' }
    if (endpoint.kind === 'unix') return { reason: 'it does not filter unix sockets: no entry is needed' }
    if (endpoint.kind === 'program') return { reason: 'it filters no programs, only what they connect to' }
    if (endpoint.kind === 'unknown') return { reason: 'no list can name it' }
    if (endpoint.kind === 'address') {
      return {
        reason: endpoint.isPrivate ? 'it lets private addresses through: no entry is needed' : 'it knows names only',
      }
    }
    if (endpoint.port === undefined) return { reason: 'it was only looked up, and an entry would open port 443' }
    if (endpoint.port === '*') return { reason: 'an entry has one port' }
    return [`${endpoint.host}:${endpoint.port}`]
  },
  format: (entries) =>
    entries.length === 0 ? "allowed-endpoints: ''\n" : ['allowed-endpoints: >', ...entries].join('\n  ') + '\n',
  widens: 'lets all requests through',
}
