/** One call of a real SDK by code that returns at once: a file of `once`. */
export interface Call {
  readonly name: string
  /** What a project installs. */
  readonly package: string
  /** When its data leaves: with the pending work of the call, or by a timer of seconds. */
  readonly sends: 'at once' | 'later'
  /**
   * The packages to name, from the one that the project chose, and how they and the line are known where they are not
   * on the stack, as in `Destinations`.
   */
  readonly by: string
}

/** Every call. */
export const calls: readonly Call[] = [
  {
    name: 'amplitude',
    package: '@amplitude/analytics-node',
    sends: 'later',
    by: '@amplitude/analytics-node, from its use',
  },
  { name: 'bugsnag', package: '@bugsnag/node', sends: 'at once', by: '@bugsnag/node, from its use' },
  { name: 'hot-shots', package: 'hot-shots', sends: 'at once', by: 'hot-shots' },
  { name: 'influx', package: 'influx', sends: 'at once', by: 'influx' },
  { name: 'ioredis', package: 'ioredis', sends: 'at once', by: 'ioredis, from its use' },
  { name: 'langfuse', package: 'langfuse', sends: 'later', by: 'langfuse, from its use' },
  { name: 'langsmith', package: 'langsmith', sends: 'at once', by: 'langsmith, from its use' },
  {
    name: 'launchdarkly',
    package: '@launchdarkly/node-server-sdk',
    sends: 'at once',
    by: '@launchdarkly/node-server-sdk › launchdarkly-eventsource',
  },
  { name: 'logtail', package: '@logtail/node', sends: 'later', by: '@logtail/node, from its use' },
  { name: 'mem0ai', package: 'mem0ai', sends: 'at once', by: 'mem0ai' },
  { name: 'mixpanel', package: 'mixpanel', sends: 'at once', by: 'mixpanel' },
  { name: 'mqtt', package: 'mqtt', sends: 'at once', by: 'mqtt' },
  { name: 'openai', package: 'openai', sends: 'at once', by: 'openai, from its use' },
  {
    name: 'opentelemetry',
    package: '@opentelemetry/exporter-trace-otlp-http',
    sends: 'at once',
    by: '@opentelemetry/exporter-trace-otlp-http › @opentelemetry/otlp-exporter-base, as installed, from its use',
  },
  {
    name: 'opentelemetry-batch',
    package: '@opentelemetry/exporter-trace-otlp-http',
    sends: 'later',
    by: '@opentelemetry/exporter-trace-otlp-http › @opentelemetry/otlp-exporter-base, as installed, from its use',
  },
  // This package.json has @grpc/grpc-js too, for a recipe, and no import of this call: the line is that of its test.
  {
    name: 'opentelemetry-grpc',
    package: '@opentelemetry/exporter-trace-otlp-grpc',
    sends: 'at once',
    by: '@grpc/grpc-js, from its test',
  },
  { name: 'posthog', package: 'posthog-node', sends: 'at once', by: 'posthog-node, from its use' },
  { name: 'posthog-batch', package: 'posthog-node', sends: 'later', by: 'posthog-node, from its use' },
  { name: 'rollbar', package: 'rollbar', sends: 'at once', by: 'rollbar, from its use' },
  {
    name: 'rudderstack',
    package: '@rudderstack/rudder-sdk-node',
    sends: 'at once',
    by: '@rudderstack/rudder-sdk-node › axios, as installed, from its use',
  },
  { name: 'segment', package: '@segment/analytics-node', sends: 'later', by: '@segment/analytics-node, from its use' },
  { name: 'sentry', package: '@sentry/node', sends: 'at once', by: '@sentry/node' },
  { name: 'slack', package: '@slack/web-api', sends: 'at once', by: '@slack/web-api' },
  {
    name: 'unleash',
    package: 'unleash-client',
    sends: 'at once',
    by: 'unleash-client › make-fetch-happen › @gar/promise-retry, from its use',
  },
]
