import { Unleash } from 'unleash-client'

export function once({ url }) {
  const unleash = new Unleash({ url: `${url}/api/`, appName: 'agent', disableMetrics: true, disableAutoStart: false })
  unleash.on('error', () => {})
  unleash.isEnabled('answers')
}
