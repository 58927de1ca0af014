import * as Sentry from '@sentry/node'

export function once({ host, port }) {
  Sentry.init({ dsn: `http://key@${host}:${port}/1`, defaultIntegrations: false })
  Sentry.captureException(new Error('The tool knows nothing'))
}
