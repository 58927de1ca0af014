import { hostAndPort } from './endpoint.ts'
import type { Target } from './target.ts'

/** One rule a line, in agentguard's own syntax. */
export const plainList: Target = {
  name: 'list',
  write: (endpoint) => {
    if (endpoint.kind === 'unix') {
      return endpoint.text.startsWith('<')
        ? { reason: 'no rule can name a folder that moves' }
        : [`unix:${endpoint.text}`]
    }
    if (endpoint.kind === 'program') return [`exec:${endpoint.text}`]
    if (endpoint.kind === 'unknown') return { reason: 'no list can name it' }
    return [endpoint.port === undefined ? endpoint.host : ruleOf(endpoint.host, endpoint.port)]
  },
  format: (entries) => entries.map((entry) => `${entry}\n`).join(''),
  widens: 'lets all requests through',
}

/** A rule for an address without a port has no brackets. */
function ruleOf(host: string, port: number | '*'): string {
  return port === '*' ? host : hostAndPort(host, port)
}
