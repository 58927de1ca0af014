import * as fc from 'fast-check'
import type { Attempt } from '../../../src/policy/attempt/attempt.ts'
import type { EgressOptions } from '../../../src/policy/options/egress-options.ts'

const hosts = ['a.example', 'b.a.example', 'xa.example', 'a.example.evil', 'example', 'localhost', 'app.localhost']
const addresses = ['10.0.0.1', '10.1.2.3', '11.0.0.1', '127.0.0.1', '127.9.9.9', '::1', '2001:db8::1', '0.0.0.0']
const ports = fc.constantFrom(80, 443, 5432)
const host = fc.constantFrom(...hosts)
const address = fc.constantFrom(...addresses)
const own = fc.constantFrom(undefined, undefined, true)

/** Few values of each kind, so that rules and attempts meet often. */
export const anyRule: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(fc.constantFrom('', '*.'), fc.constantFrom('a.example', 'b.a.example'), fc.constantFrom('', ':80', ':443'))
    .map((parts) => parts.join('')),
  fc.constantFrom('10.0.0.0/8', '10.0.0.1', '127.0.0.0/8', '2001:db8::/32', '[::1]:80', '128.0.0.0/1', '127.0.0.1:443'),
  fc.constantFrom('localhost', 'localhost:5432', 'loopback'),
  fc.constantFrom('https://a.example', 'GET http://*.a.example/v1/*', 'http://localhost/x', 'https://10.0.0.1/v1/'),
  fc.constantFrom('unix:/run/a.sock', 'unix:/run/*', 'exec:git', 'exec:curl', 'preset:aws-metadata'),
)

export const anyOptions: fc.Arbitrary<EgressOptions> = fc.record(
  {
    allow: fc.array(anyRule, { maxLength: 4 }),
    deny: fc.array(anyRule, { maxLength: 2 }),
    mute: fc.array(anyRule, { maxLength: 2 }),
    mode: fc.constantFrom('block', 'block', 'audit', 'off'),
    loopback: fc.constantFrom('own', 'any', 'none'),
    locked: fc.boolean(),
    subprocess: fc.constantFrom('guard', 'isolate', 'block', 'allow'),
    native: fc.constantFrom('witness', 'block', 'allow'),
  },
  { requiredKeys: [] },
)

/** Connections by name and by address, DNS lookups, requests, unix sockets, programs and addons. */
export const anyAttempt: fc.Arbitrary<Attempt> = fc.oneof(
  fc.record({ host, port: ports, own }).map((to) => made({ channel: 'tcp', names: [to.host], ...to })),
  fc
    .record({ host, address, port: ports, own, isVouched: fc.boolean() })
    .map(({ isVouched, ...to }) => made({ channel: 'tcp', names: isVouched ? [to.host] : [], ...to })),
  fc.record({ address, port: ports, own }).map((to) => made({ channel: 'udp', host: to.address, ...to })),
  host.map((name) => made({ channel: 'dns', host: name, names: [name] })),
  fc
    .record({
      scheme: fc.constantFrom('http', 'https'),
      host: fc.oneof(host, address),
      port: ports,
      path: fc.constantFrom('/', '/v1/', '/v1/x', '/v1/..%2fx', '/x'),
      method: fc.constantFrom('GET', 'POST', undefined),
    })
    .map(({ method, ...url }) =>
      made({ channel: 'http', host: url.host, names: [url.host], port: url.port, method, url }),
    ),
  fc.constantFrom('/run/a.sock', '/run/b.sock', '/var/a').map((unixPath) => made({ channel: 'pipe', unixPath })),
  fc
    .record({
      file: fc.constantFrom('git', '/usr/bin/curl', 'node'),
      foreign: fc.constantFrom(undefined, [], ['curl'], ['git', 'curl']),
    })
    .map(({ file, foreign }) => made({ channel: 'child-process', program: { file, args: [], foreign } })),
  fc.constant(made({ channel: 'native', addons: ['x.node'] })),
)

function made(attempt: Omit<Attempt, 'raw'>): Attempt {
  return { raw: attempt.host ?? '', ...attempt }
}
