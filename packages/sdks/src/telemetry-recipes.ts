import type { RecipeRow } from './recipe.ts'

/** Packages that report on the application: no caller sees them fail. */
export const telemetry: readonly RecipeRow[] = [
  { name: 'mem0ai', does: 'pings from the constructor', reaches: { 'api.mem0.ai:443': 'mem0ai' } },
  {
    name: 'segment',
    package: '@segment/analytics-node',
    does: 'sends events in batches',
    reaches: { 'api.segment.io:443': '@segment/analytics-node, from its use' },
    when: 'late',
  },
  {
    name: 'langsmith',
    does: 'sends a trace',
    reaches: { 'api.smith.langchain.com:443': 'langsmith' },
    caller: 'an error',
  },
  { name: 'mixpanel', does: 'sends an event', reaches: { 'api.mixpanel.com:443': 'mixpanel' } },
  {
    name: 'posthog',
    package: 'posthog-node',
    does: 'sends events',
    reaches: { 'us.i.posthog.com:443': 'posthog-node, from its use' },
  },
  {
    name: 'sentry',
    package: '@sentry/node',
    does: 'sends an error',
    reaches: { 'o0.ingest.sentry.io:443': '@sentry/node' },
  },
  {
    name: 'bugsnag',
    package: '@bugsnag/node',
    does: 'sends an error',
    reaches: { 'notify.bugsnag.com:443': '@bugsnag/node, from its use' },
  },
  {
    name: 'opentelemetry',
    package: '@opentelemetry/exporter-trace-otlp-http',
    does: 'exports spans',
    reaches: {
      'otlp.example.com:443':
        '@opentelemetry/exporter-trace-otlp-http › @opentelemetry/otlp-exporter-base, as installed, from its use',
    },
    caller: 'an error',
  },
  {
    name: 'opentelemetry-sdk',
    package: '@opentelemetry/sdk-node',
    does: 'exports spans in batches',
    reaches: {
      'otlp.example.com:443':
        '@opentelemetry/exporter-trace-otlp-http › @opentelemetry/otlp-exporter-base, as installed, from its use',
    },
    when: 'late',
  },
  {
    name: 'dd-trace',
    does: 'sends traces to the agent of this machine, from a child process',
    reaches: { '127.0.0.1:8126': 'dd-trace' },
    slow: true,
  },
  { name: 'pino-loki', does: 'sends logs from a worker thread', reaches: { 'loki.example.com:443': 'pino-loki' } },
  { name: 'hot-shots', does: 'StatsD, over UDP', reaches: { 'statsd.example.com:8125': 'hot-shots' } },
  { name: 'gelf-pro', does: 'Graylog, over UDP', reaches: { 'graylog.example.com:12201': 'gelf-pro, from its use' } },
  { name: 'ntp-client', does: 'asks for the time, over UDP', reaches: { 'pool.ntp.org:123': 'ntp-client' } },
  {
    name: 'multicast-dns',
    does: 'joins a group at import, asks it later',
    imports: { '224.0.0.251': 'multicast-dns, from its use' },
    reaches: { '224.0.0.251:5353': 'multicast-dns, from its use' },
    standIn: 'no',
  },
  {
    name: 'bonjour',
    package: 'bonjour-service',
    does: 'joins a group and asks it',
    reaches: { '224.0.0.251': 'multicast-dns, from its test', '224.0.0.251:5353': 'multicast-dns, from its test' },
    standIn: 'no',
  },
  {
    name: 'eventsource',
    does: 'a stream of events',
    reaches: { 'events.example.com:443': 'eventsource' },
    module: 'esm',
  },
  {
    name: 'socket-io',
    package: 'socket.io-client',
    does: 'polls, then a WebSocket',
    reaches: { 'live.example.com:443': 'socket.io-client › engine.io-client' },
  },
  {
    name: 'update-notifier',
    does: 'asks the registry from a detached child',
    reaches: { 'registry.npmjs.org:443': 'update-notifier › latest-version › package-json' },
    when: 'late',
    standIn: 'no',
    module: 'esm',
    slow: true,
  },
]
