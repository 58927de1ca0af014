import * as Sentry from '@sentry/node'

// `flush` returns true, whatever the outcome.
export async function reach({ host = 'o0.ingest.sentry.io', port, url, about = 'Oslo' } = {}) {
  const dsn = url === undefined ? `https://key@${host}/1` : `http://key@${host}:${port}/1`
  Sentry.init({ dsn, defaultIntegrations: false })
  Sentry.captureException(new Error(`The tool knows nothing about ${about}`)) // calls out
  await Sentry.flush(5000)
}
