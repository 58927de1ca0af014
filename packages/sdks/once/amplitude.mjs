import { init, track } from '@amplitude/analytics-node'

export function once({ url }) {
  init('key', { serverUrl: `${url}/2/httpapi`, flushMaxRetries: 0 })
  track('Answered', {}, { user_id: 'ada' })
}
