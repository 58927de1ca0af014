import RudderAnalytics from '@rudderstack/rudder-sdk-node'

export function once({ url }) {
  const analytics = new RudderAnalytics('key', { dataPlaneUrl: url, logLevel: 'silent' })
  analytics.track({ userId: 'ada', event: 'Answered' })
}
