import { Analytics } from '@segment/analytics-node'

/** Files a report of what the agent did, and waits until it is sent. Segment resolves also when nothing arrived. */
export async function report(summary: string): Promise<string> {
  const analytics = new Analytics({ writeKey: 'a-write-key', maxRetries: 0 })
  analytics.track({ anonymousId: 'agent', event: 'report', properties: { summary } })
  await analytics.closeAndFlush()
  return 'Reported'
}
