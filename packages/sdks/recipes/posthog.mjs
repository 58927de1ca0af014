import { PostHog } from 'posthog-node'

export async function reach({ url = 'https://us.i.posthog.com' } = {}) {
  const client = new PostHog('key', { host: url, fetchRetryCount: 0 })
  client.capture({ distinctId: 'ada', event: 'answered' })
  await client.shutdown(5000)
}
