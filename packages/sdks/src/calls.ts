/** One call of a real SDK by code that returns at once: a file of `once`. */
export interface Call {
  readonly name: string
  /** What a project installs. */
  readonly package: string
  /** When its data leaves: with the pending work of the call, or by a timer of seconds. */
  readonly sends: 'at once' | 'later'
}

/** Every call. */
export const calls: readonly Call[] = [
  { name: 'amplitude', package: '@amplitude/analytics-node', sends: 'later' },
  { name: 'bugsnag', package: '@bugsnag/node', sends: 'at once' },
  { name: 'hot-shots', package: 'hot-shots', sends: 'at once' },
  { name: 'influx', package: 'influx', sends: 'at once' },
  { name: 'ioredis', package: 'ioredis', sends: 'at once' },
  { name: 'langfuse', package: 'langfuse', sends: 'later' },
  { name: 'langsmith', package: 'langsmith', sends: 'at once' },
  { name: 'launchdarkly', package: '@launchdarkly/node-server-sdk', sends: 'at once' },
  { name: 'logtail', package: '@logtail/node', sends: 'later' },
  { name: 'mem0ai', package: 'mem0ai', sends: 'at once' },
  { name: 'mixpanel', package: 'mixpanel', sends: 'at once' },
  { name: 'mqtt', package: 'mqtt', sends: 'at once' },
  { name: 'openai', package: 'openai', sends: 'at once' },
  { name: 'opentelemetry', package: '@opentelemetry/exporter-trace-otlp-http', sends: 'at once' },
  { name: 'opentelemetry-batch', package: '@opentelemetry/exporter-trace-otlp-http', sends: 'later' },
  { name: 'opentelemetry-grpc', package: '@opentelemetry/exporter-trace-otlp-grpc', sends: 'at once' },
  { name: 'posthog', package: 'posthog-node', sends: 'at once' },
  { name: 'posthog-batch', package: 'posthog-node', sends: 'later' },
  { name: 'rollbar', package: 'rollbar', sends: 'at once' },
  { name: 'rudderstack', package: '@rudderstack/rudder-sdk-node', sends: 'at once' },
  { name: 'segment', package: '@segment/analytics-node', sends: 'later' },
  { name: 'sentry', package: '@sentry/node', sends: 'at once' },
  { name: 'slack', package: '@slack/web-api', sends: 'at once' },
  { name: 'unleash', package: 'unleash-client', sends: 'at once' },
]
