import Mixpanel from 'mixpanel'

export async function reach({ host = 'api.mixpanel.com', port = 443, url, about = 'Oslo' } = {}) {
  const mixpanel = Mixpanel.init('token', { host: `${host}:${port}`, protocol: url === undefined ? 'https' : 'http' })
  await new Promise((resolve) => mixpanel.track('Answered', { distinct_id: 'ada', about }, resolve)) // calls out
}
