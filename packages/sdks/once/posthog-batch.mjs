import { PostHog } from 'posthog-node'

// Its defaults: a batch of twenty, or whatever there is after ten seconds.
export function once({ url }) {
  const client = new PostHog('key', { host: url, flushAt: 20, flushInterval: 10_000, fetchRetryCount: 0 })
  client.capture({ distinctId: 'ada', event: 'answered' })
}
