import { expect, test } from 'vitest'
import type { Attempt } from '../../../src/policy/attempt/attempt.ts'
import type { Evidence } from '../../../src/evidence/record/evidence.ts'
import { formatViolation } from '../../../src/evidence/explain/format-violation.ts'
import { evidenceOf } from './evidence-of.ts'

const posthog: Partial<Attempt> = {
  channel: 'undici',
  host: 'us.i.posthog.com',
  port: 443,
  method: 'POST',
  url: { scheme: 'https', host: 'us.i.posthog.com', port: 443, path: '/batch/' },
}
const forecast: Partial<Attempt> = {
  channel: 'undici',
  host: 'api.weather.com',
  port: 443,
  method: 'POST',
  url: { scheme: 'https', host: 'api.weather.com', port: 443, path: '/batch/' },
}
const from = { file: '/app/src/tools/weather.ts', line: 14, column: 9, function: 'fetchWeather' }
const frame = { file: '/app/node_modules/posthog-node/dist/client.mjs', line: 212, column: 7 }

test('formatViolation shows what was tried, from where, and the line to paste', () => {
  const culprit = { name: 'posthog-node', version: '5.9.2', frame }
  const evidence = evidenceOf(posthog, { lateBy: 31, from, culprit })

  expect(formatViolation(evidence, { cwd: '/app' })).toBe(
    [
      'Egress blocked: POST https://us.i.posthog.com/batch/ (posthog-node@5.9.2)',
      '  test    weather tool > reports the forecast   (late: 31 ms after the test ended)',
      '  from    src/tools/weather.ts:14:9 fetchWeather',
      '  via     node_modules/posthog-node/dist/client.mjs:212:7',
      '  reason  probably product analytics of PostHog',
      '  quiet   give its client the option disabled: true (https://unpkg.com/@posthog/core@1.67.3/dist/types.d.ts)',
      '  mute    // @agentguard mute=us.i.posthog.com',
      '  allow   // @agentguard allow=us.i.posthog.com   (at the top of the file)',
    ].join('\n'),
  )
})

test('formatViolation says that the line belongs to the test', () => {
  const evidence = evidenceOf(forecast, { from: { file: '/app/weather.test.ts', line: 7, column: 1 }, fromBy: 'test' })

  expect(formatViolation(evidence, { cwd: '/app' })).toContain(
    '  from   weather.test.ts:7:1   (the test; none of your code is on the stack)\n',
  )
})

test('formatViolation says that the line uses the package', () => {
  const culprit = { name: '@redis/client', frame, chain: ['redis@6.3.1', '@redis/client'] }
  const use = { file: '/app/src/cache.ts', line: 3, column: 15 }
  const evidence = evidenceOf(forecast, { from: use, fromBy: 'use', culprit })

  expect(formatViolation(evidence, { cwd: '/app' })).toContain(
    '  from   src/cache.ts:3:15   (uses redis; none of your code is on the stack)\n',
  )
})

test('formatViolation names other packages that lead to a helper in the same way', () => {
  const known = { name: 'x', frame, chain: ['a@1.0.0', 'x'], chainBy: 'dependencies' } as const
  const [plain, tied] = [known, { ...known, chainOthers: ['b', 'c'] }].map((culprit) =>
    formatViolation(evidenceOf(forecast, { culprit }), { cwd: '/app' }),
  )

  expect(plain).toContain(' (a@1.0.0)\n')
  expect(tied).toContain(' (x)\n')
  expect(plain).toContain('  by     a@1.0.0 › x   (as installed; not on the stack)\n')
  expect(tied).toContain('  by     a@1.0.0 › x   (as installed, or through b, c; not on the stack)\n')
})

test('formatViolation names the packages from the chosen one to a helper that made the attempt', () => {
  const chain = ['unleash-client@6.9.0', 'make-fetch-happen', '@gar/promise-retry']
  const evidence = evidenceOf(forecast, { culprit: { name: '@gar/promise-retry', frame, chain } })
  const long = { name: 'f', frame, chain: ['a', 'b', 'c', 'd', 'e', 'f'] }

  expect(formatViolation(evidence, { cwd: '/app' })).toContain(' (unleash-client@6.9.0)\n')
  expect(formatViolation(evidence, { cwd: '/app' })).toContain(
    '  by     unleash-client@6.9.0 › make-fetch-happen › @gar/promise-retry\n',
  )
  expect(formatViolation(evidenceOf(forecast, { culprit: long }), { cwd: '/app' })).toContain('a › b › c › … › f\n')
})

test('formatViolation adds what else is known, in one column', () => {
  const address = '203.0.113.9'
  const attempt = { ...forecast, address, names: ['api.weather.com'], proxy: 'proxy.corp:3128' }
  const rule = 'https://api.weather.com/e/'
  const redirects = ['https://weather.com/', 'https://www.weather.com/']
  const evidence = evidenceOf(attempt, {
    redirects,
    reason: 'request-not-allowed',
    rule,
    count: 3,
    retry: 1,
    phase: 'beforeEach',
  })

  expect(formatViolation(evidence, { cwd: '/app', origin: 'call' })).toBe(
    [
      'Egress blocked: POST https://api.weather.com/batch/',
      '  scope     weather tool > reports the forecast   (in beforeEach, retry 1)',
      '  host      api.weather.com → 203.0.113.9',
      '  proxy     proxy.corp:3128',
      '  redirect  https://weather.com/ → https://www.weather.com/ → https://api.weather.com/batch/',
      '  reason    its method or path is not covered by https://api.weather.com/e/',
      '  count     3 attempts of this kind',
      "  allow     allow: ['https://api.weather.com/batch/']   (in the options of the call)",
    ].join('\n'),
  )
})

test.each<[string, Partial<Attempt>]>([
  ['connect db.example.com:5432', { host: 'db.example.com', port: 5432 }],
  ['connect [2001:db8::1]:443', { channel: 'tls', host: '2001:db8::1', port: 443 }],
  ['connect an unknown destination', {}],
  ['DNS lookup of db.example.com', { channel: 'dns', host: 'db.example.com' }],
  ['DNS server 192.0.2.53:53', { channel: 'dns', host: '192.0.2.53', port: 53 }],
  ['UDP to 192.0.2.1:8125', { channel: 'udp', host: '192.0.2.1', port: 8125 }],
  ['unix socket /run/x.sock', { channel: 'pipe', unixPath: '/run/x.sock' }],
  ['unix socket \\u{0}name', { channel: 'pipe', unixPath: '\0name' }],
  [
    'start of curl -s https://h.com/',
    { channel: 'child-process', program: { file: 'curl', args: ['-s', 'https://u:p@h.com/?k=1'] } },
  ],
  ['start of a worker thread', { channel: 'worker' }],
  ['load of native addon own.node', { channel: 'native', addons: ['/app/build/own.node'] }],
])('formatViolation says "%s"', (target, attempt) => {
  expect(formatViolation(evidenceOf(attempt), { cwd: '/' })).toSatisfy(startsWith(`Egress blocked: ${target}\n`))
})

test('formatViolation says that a native connection was seen, and which addons may have made it', () => {
  const addons = ['/app/one.node', '/app/two.node']
  const text = formatViolation(evidenceOf({ channel: 'native', host: '192.0.2.1', port: 443, addons }), { cwd: '/app' })

  expect(text).toSatisfy(startsWith('Egress seen: native code to 192.0.2.1:443\n'))
  expect(text).toContain('addon   one of one.node, two.node')
  expect(text).toContain('seen in the kernel after the fact')
})

test.each([
  ['blocked', 'Egress blocked: '],
  ['audited', 'Egress seen (audit): '],
  ['allowed', 'Egress allowed: '],
] as const)('formatViolation shows what was %s', (outcome, headline) => {
  expect(formatViolation(evidenceOf(forecast, { outcome }), { cwd: '/' })).toSatisfy(startsWith(headline))
})

test.each<[string, Partial<Evidence>]>([
  ['   (while importing the file)', { phase: 'import' }],
  ['   (in beforeAll)', { phase: 'beforeAll' }],
  ['   (in afterEach)', { phase: 'afterEach' }],
  ['   (late: after the test ended)', { phase: 'late' }],
  ['   (late: 1.5 s after the test ended)', { phase: 'late', lateBy: 1500 }],
  ['   (retry 2)', { retry: 2 }],
  ['', { phase: 'run' }],
])('formatViolation shows the moment:%s', (moment, rest) => {
  const [, test] = formatViolation(evidenceOf(forecast, rest), { cwd: '/' }).split('\n')

  expect(test).toBe(`  test   weather tool > reports the forecast${moment}`)
})

test('formatViolation names a file that an attempt is attributed to by its relative path', () => {
  const evidence = evidenceOf(forecast, { scope: '/app/test/a.test.ts', file: '/app/test/a.test.ts', phase: 'import' })

  expect(formatViolation(evidence, { cwd: '/app' })).toContain('  test   test/a.test.ts   (while importing the file)\n')
})

test('formatViolation shows a name with the address that was dialled for it', () => {
  const attempt = { host: '203.0.113.7', address: '203.0.113.7', names: ['nats.example.com'], port: 4222 }

  expect(formatViolation(evidenceOf(attempt), { cwd: '/' })).toContain('  host   nats.example.com → 203.0.113.7\n')
})

test('formatViolation moves no cursor and adds no line, whatever a test is called', () => {
  const text = formatViolation(evidenceOf(forecast, { scope: 'a\u001b[2J\nEgress blocked: b\u202e' }), { cwd: '/' })

  expect(text.split('\n')[1]).toBe('  test   a\\u{1b}[2J\\u{a}Egress blocked: b\\u{202e}')
})

function startsWith(start: string): (text: string) => boolean {
  return (text) => text.startsWith(start)
}
