/**
 * Packages that carry requests of other packages: clients, agents, interceptors, instrumentation and compiled-in
 * helpers. An entry that ends in `*` matches every name with that prefix.
 */
const TRANSPORTS: readonly string[] = [
  '@aws-sdk/middleware-*',
  '@babel/runtime',
  '@mswjs/interceptors',
  '@nats-io/transport-*',
  '@opentelemetry/instrumentation*',
  '@smithy/*',
  'agent-base',
  'agentkeepalive',
  'axios',
  'axios-retry',
  'bent',
  'cacheable-lookup',
  'cacheable-request',
  'core-js',
  'cross-fetch',
  'dd-trace',
  'follow-redirects',
  'gaxios',
  'global-agent',
  'got',
  'happy-dom',
  'http-proxy-agent',
  'http2-wrapper',
  'https-proxy-agent',
  'isomorphic-fetch',
  'isomorphic-ws',
  'jsdom',
  'ky',
  'ky-universal',
  'make-fetch-happen',
  'minipass-fetch',
  'msw',
  'needle',
  'nock',
  'node-fetch',
  'node-fetch-native',
  'ofetch',
  'pac-proxy-agent',
  'phin',
  'proxy-agent',
  'request',
  'retry-request',
  'socks',
  'socks-proxy-agent',
  'superagent',
  'teeny-request',
  'tslib',
  'tunnel',
  'tunnel-agent',
  'undici',
  'whatwg-fetch',
  'ws',
  'xmlhttprequest-ssl',
  'zone.js',
]

/** Those that patch clients of Node and of other packages, so that their frames are below each call. */
const PATCHES: ReadonlySet<string> = new Set(['@mswjs/interceptors', 'msw', 'nock', 'zone.js'])

/** dd-trace also sends by itself, from other folders. */
const PATCHES_OF_DD_TRACE = /[\\/]packages[\\/]datadog-/

/** Whether a file of a package patches clients. It makes no request on behalf of the project's code. */
export function patchesClients(name: string, file: string): boolean {
  if (name === 'dd-trace') return PATCHES_OF_DD_TRACE.test(file)
  return PATCHES.has(name) || name.startsWith('@opentelemetry/instrumentation')
}

/** Whether a package only carries requests, so that evidence names the package that used it. */
export function isTransport(name: string): boolean {
  return TRANSPORTS.some((entry) => (entry.endsWith('*') ? name.startsWith(entry.slice(0, -1)) : name === entry))
}
