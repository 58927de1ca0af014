import type { Recipe } from './recipe.ts'

type Row = Pick<Recipe, 'name' | 'does' | 'reaches'> & Partial<Recipe>

/** Calls that their caller waits for, and that fail where it can see it: what most clients do. */
const clients: readonly Row[] = [
  { name: 'openai', does: 'asks a model', reaches: { 'api.openai.com:443': 'openai' } },
  {
    name: 'anthropic',
    package: '@anthropic-ai/sdk',
    does: 'asks a model',
    reaches: { 'api.anthropic.com:443': '@anthropic-ai/sdk' },
  },
  {
    name: 'tiktoken',
    does: 'downloads its tables of tokens',
    reaches: { 'openaipublic.blob.core.windows.net:443': 'tiktoken' },
    standIn: 'no',
  },
  {
    name: 'huggingface-hub',
    package: '@huggingface/hub',
    does: 'downloads a file of a model',
    reaches: { 'huggingface.co:443': '@huggingface/hub' },
  },
  {
    name: 'mcp',
    package: '@modelcontextprotocol/sdk',
    does: 'connects to a server of tools',
    reaches: { 'mcp.example.com:443': '@modelcontextprotocol/sdk' },
  },
  { name: 'stripe', does: 'lists customers', reaches: { 'api.stripe.com:443': 'stripe' } },
  {
    name: 'aws-s3-keys',
    package: '@aws-sdk/client-s3',
    does: 'lists buckets',
    reaches: { 's3.eu-central-1.amazonaws.com:443': '@aws-sdk/core' },
  },
  {
    name: 'slack',
    package: '@slack/web-api',
    does: 'posts a message',
    reaches: { 'slack.com:443': '@slack/web-api' },
  },
  {
    name: 'octokit',
    package: '@octokit/core',
    does: 'asks an API',
    reaches: { 'api.github.com:443': '@octokit/request' },
    module: 'esm',
  },
  { name: 'axios', does: 'HTTP/1', reaches: { 'api.example.com:443': 'axios' } },
  { name: 'got', does: 'HTTP/1', reaches: { 'api.example.com:443': 'got' }, module: 'esm' },
  {
    name: 'got-http2',
    package: 'got',
    does: 'HTTP/2, after a connection that only negotiates',
    reaches: { 'h2.example.com:443': 'got' },
    standIn: 'no',
    module: 'esm',
  },
  { name: 'node-fetch', does: 'HTTP/1', reaches: { 'api.example.com:443': 'node-fetch' }, module: 'esm' },
  { name: 'superagent', does: 'HTTP/1', reaches: { 'api.example.com:443': 'superagent' } },
  { name: 'undici', package: 'undici8', does: 'a pool of connections', reaches: { 'api.example.com:443': 'undici' } },
  { name: 'ws', does: 'a WebSocket', reaches: { 'live.example.com:443': 'ws' } },
  {
    name: 'grpc',
    package: '@grpc/grpc-js',
    does: 'HTTP/2 to an address',
    reaches: { '203.0.113.12:443': '@grpc/grpc-js' },
  },
  {
    name: 'sync-fetch',
    does: 'waits for a child process that asks',
    reaches: { 'settings.example.com:443': 'sync-fetch' },
  },
  {
    name: 'simple-git',
    does: 'starts git',
    reaches: { 'exec:git': 'simple-git' },
    standIn: 'no',
  },
  {
    name: 'latest-version',
    does: 'asks the registry, three times',
    reaches: { 'registry.npmjs.org:443': 'package-json' },
    module: 'esm',
    slow: true,
  },
  {
    name: 'public-ip',
    does: 'asks one web page, then another',
    reaches: { 'icanhazip.com:443': 'public-ip', 'api.ipify.org:443': 'public-ip' },
    standIn: 'no',
    module: 'esm',
    slow: true,
  },
  { name: 'dns2', does: 'a resolver of its own, over UDP', reaches: { '9.9.9.9:53': 'dns2' } },
  {
    name: 'impit',
    does: 'connects in native code',
    reaches: { standIn: 'impit' },
    standIn: 'only',
    isNative: true,
    caller: 'nothing',
  },
]

/** Databases, queues, mail. */
const services: readonly Row[] = [
  { name: 'pg', does: 'PostgreSQL', reaches: { 'db.example.com:5432': 'pg' } },
  { name: 'mysql2', does: 'MySQL', reaches: { 'db.example.com:3306': 'mysql2' } },
  { name: 'mongodb', does: 'MongoDB', reaches: { 'db.example.com:27017': 'mongodb' } },
  {
    name: 'mongodb-srv',
    package: 'mongodb',
    does: 'MongoDB, whose servers are in DNS',
    reaches: { 'cluster.example.com': 'mongodb', '_mongodb._tcp.cluster.example.com': 'mongodb' },
    standIn: 'no',
  },
  { name: 'redis', does: 'Redis', reaches: { 'cache.example.com:6379': '@redis/client' } },
  {
    name: 'ioredis',
    does: 'Redis, from the constructor',
    reaches: { 'cache.example.com:6379': 'ioredis' },
    caller: 'nothing',
  },
  { name: 'memjs', does: 'Memcached', reaches: { 'cache.example.com:11211': 'memjs' }, standIn: 'no' },
  {
    name: 'nats',
    does: 'resolves names, then connects to an address',
    reaches: { 'bus.example.com': 'nats', 'bus.example.com:4222': 'nats' },
  },
  { name: 'amqplib', does: 'RabbitMQ', reaches: { 'queue.example.com:5672': 'amqplib' } },
  { name: 'kafkajs', does: 'Kafka', reaches: { 'kafka.example.com:9092': 'kafkajs' } },
  { name: 'mqtt', does: 'MQTT', reaches: { 'broker.example.com:1883': 'mqtt' }, caller: 'nothing' },
  { name: 'nodemailer', does: 'resolves names, then sends mail', reaches: { 'smtp.example.com': 'nodemailer' } },
  { name: 'ldapts', does: 'LDAP', reaches: { 'ldap.example.com:389': 'ldapts' } },
  { name: 'basic-ftp', does: 'FTP', reaches: { 'ftp.example.com:21': 'basic-ftp' } },
  { name: 'influx', does: 'InfluxDB', reaches: { 'influx.example.com:8086': 'influx' } },
]

/** What reports on the application: nobody sees it fail. */
const telemetry: readonly Row[] = [
  { name: 'mem0ai', does: 'pings from the constructor', reaches: { 'api.mem0.ai:443': 'mem0ai' } },
  {
    name: 'segment',
    package: '@segment/analytics-node',
    does: 'sends events in batches',
    reaches: { 'api.segment.io:443': '@segment/analytics-node' },
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
    reaches: { 'us.i.posthog.com:443': 'posthog-node' },
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
    reaches: { 'notify.bugsnag.com:443': '@bugsnag/node' },
  },
  {
    name: 'opentelemetry',
    package: '@opentelemetry/exporter-trace-otlp-http',
    does: 'exports spans',
    reaches: { 'otlp.example.com:443': '@opentelemetry/otlp-exporter-base' },
    caller: 'an error',
  },
  {
    name: 'opentelemetry-sdk',
    package: '@opentelemetry/sdk-node',
    does: 'exports spans in batches',
    reaches: { 'otlp.example.com:443': '@opentelemetry/otlp-exporter-base' },
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
  { name: 'gelf-pro', does: 'Graylog, over UDP', reaches: { 'graylog.example.com:12201': 'gelf-pro' } },
  { name: 'ntp-client', does: 'asks for the time, over UDP', reaches: { 'pool.ntp.org:123': 'ntp-client' } },
  {
    name: 'multicast-dns',
    does: 'joins a group at import, asks it later',
    imports: { '224.0.0.251': 'multicast-dns' },
    reaches: { '224.0.0.251:5353': 'multicast-dns' },
    standIn: 'no',
  },
  {
    name: 'bonjour',
    package: 'bonjour-service',
    does: 'joins a group and asks it',
    reaches: { '224.0.0.251': 'multicast-dns', '224.0.0.251:5353': 'multicast-dns' },
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
    reaches: { 'live.example.com:443': 'engine.io-client' },
  },
  {
    name: 'update-notifier',
    does: 'asks the registry from a detached child',
    reaches: { 'registry.npmjs.org:443': 'package-json' },
    when: 'late',
    standIn: 'no',
    module: 'esm',
    slow: true,
  },
]

/** What looks for the cloud it may run in. */
const probes: readonly Row[] = [
  {
    name: 'aws-s3',
    package: '@aws-sdk/client-s3',
    does: 'looks for credentials',
    reaches: { '169.254.169.254:80': '@aws-sdk/credential-provider-node' },
    standIn: 'no',
  },
  {
    name: 'google-storage',
    package: '@google-cloud/storage',
    does: 'looks for credentials, starts gcloud',
    reaches: {
      'metadata.google.internal:80': 'gcp-metadata',
      '169.254.169.254:80': ['gaxios', 'gcp-metadata'],
      'exec:sh': 'google-auth-library',
    },
    standIn: 'no',
    slow: true,
  },
]

/** Every package that is tried. */
export const recipes: readonly Recipe[] = [
  ...clients.map((row) => complete(row, 'an error')),
  ...services.map((row) => complete(row, 'an error')),
  ...telemetry.map((row) => complete(row, 'nothing')),
  ...probes.map((row) => complete(row, 'an error')),
]

function complete(row: Row, caller: Recipe['caller']): Recipe {
  return { package: row.name, when: 'call', standIn: 'yes', caller, ...row }
}
