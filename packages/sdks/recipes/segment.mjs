import { Analytics } from '@segment/analytics-node'

// As an application does: it tracks, and the SDK sends some time later.
export async function reach({ url = 'https://api.segment.io', about = 'Oslo' } = {}) {
  const analytics = new Analytics({ writeKey: 'key', host: url, flushInterval: 20, maxRetries: 0 })
  analytics.track({ userId: 'ada', event: 'Answered', properties: { about } })
}
