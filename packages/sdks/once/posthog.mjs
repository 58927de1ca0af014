import { PostHog } from 'posthog-node'

export function once({ url }) {
  new PostHog('key', { host: url, flushAt: 1, fetchRetryCount: 0 }).capture({ distinctId: 'ada', event: 'answered' })
}
