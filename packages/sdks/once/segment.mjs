import { Analytics } from '@segment/analytics-node'

export function once({ url }) {
  const analytics = new Analytics({ writeKey: 'key', host: url, maxRetries: 0 })
  analytics.track({ userId: 'ada', event: 'Answered' })
}
