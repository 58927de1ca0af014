import Mixpanel from 'mixpanel'

export function once({ host, port }) {
  Mixpanel.init('token', { host: `${host}:${port}`, protocol: 'http' }).track('Answered', { distinct_id: 'ada' })
}
