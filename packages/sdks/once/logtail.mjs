import { Logtail } from '@logtail/node'

export function once({ url }) {
  void new Logtail('token', { endpoint: url, retryCount: 0, batchInterval: 10_000 })
    .info('The agent answered')
    .catch(() => {})
}
