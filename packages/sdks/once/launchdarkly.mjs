import { init } from '@launchdarkly/node-server-sdk'

const logger = { error() {}, warn() {}, info() {}, debug() {} }

export function once({ url }) {
  const client = init('key', { baseUri: url, streamUri: url, eventsUri: url, logger, diagnosticOptOut: true })
  client.on('error', () => {})
  client.track('answered', { kind: 'user', key: 'ada' })
}
