import { expect, test } from 'vitest'
import { lockedDestinations, lockedRule } from '../../../src/run/lock/locked-destinations.ts'
import { attemptOf, type Said } from './evidence-file-of.ts'

test.each<[string, Said, readonly string[]]>([
  ['a host and its port', {}, ['api.weather.com:443']],
  [
    'the name, whatever address it had',
    { address: '203.0.113.7', names: ['api.weather.com'] },
    ['api.weather.com:443'],
  ],
  [
    'the name that the rule means for an address',
    { host: '203.0.113.7', names: ['a.cdn.example', 'api.weather.com'] },
    ['api.weather.com:443'],
  ],
  [
    'the first name for an address, in no order but that of the alphabet',
    { host: '203.0.113.7', names: ['b.cdn.example', 'a.cdn.example'], rule: '203.0.113.0/24' },
    ['a.cdn.example:443'],
  ],
  [
    'the address that its name does not vouch for',
    { host: 'api.weather.com', address: '203.0.113.7', names: [], rule: '203.0.113.7' },
    ['203.0.113.7:443'],
  ],
  ['an IPv6 address', { host: '2001:db8::1', port: 53 }, ['[2001:db8::1]:53']],
  ['a DNS lookup', { channel: 'dns', port: undefined }, ['api.weather.com']],
  ['a port that the rule names', { host: '127.0.0.1', port: 50_051, rule: 'localhost:50051' }, ['localhost:50051']],
  ['no port that the system chose', { host: '127.0.0.1', port: 50_051, rule: 'localhost' }, ['localhost:*']],
  ['no port that a container was given', { host: '172.17.0.1', port: 32_801, rule: '172.17.0.0/16' }, ['172.17.0.1:*']],
  ['a high port of a public host', { port: 50_051 }, ['api.weather.com:50051']],
  ['a unix socket', { unixPath: '/run/docker.sock', rule: 'unix:/run/*' }, ['unix:/run/docker.sock']],
  ['a socket in a temporary folder by its rule', { unixPath: '/tmp/x81/s', rule: 'unix:/tmp/*' }, ['unix:/tmp/*']],
  [
    'a socket in a temporary folder that its rule names',
    { unixPath: '/tmp/.X11-unix/X0', rule: 'unix:/tmp/.X11-unix/X0' },
    ['unix:/tmp/.X11-unix/X0'],
  ],
  [
    'no socket in a temporary folder that nothing names',
    { unixPath: '/var/folders/zz/x81/s', rule: undefined, outcome: 'audited' },
    ['unix:<temporary folder>/*'],
  ],
  ['a program by its name', { program: { file: '/usr/bin/git', args: [] }, rule: 'exec:git' }, ['exec:git']],
  [
    'each program of a shell that needs a rule',
    { program: { file: '/bin/sh', args: [], foreign: ['curl', '/usr/bin/jq'] }, rule: 'subprocess: guard' },
    ['exec:curl', 'exec:jq'],
  ],
  ['no program that is guarded', { program: { file: 'node', args: [], foreign: [] }, rule: 'subprocess: guard' }, []],
  ['no program in a namespace', { program: { file: 'curl', args: [] }, rule: 'subprocess: isolate' }, []],
  ['nothing that was blocked', { outcome: 'blocked', rule: undefined, reason: 'not-allowed' }, []],
  ['no own listener', { host: '127.0.0.1', port: 40_123, rule: 'loopback: own' }, []],
  [
    'no DNS lookup of the loopback interface',
    { channel: 'dns', host: 'localhost', port: undefined, rule: 'localhost' },
    [],
  ],
  ['no addon that loads', { channel: 'native', addons: ['/x/a.node'], rule: 'native: witness' }, []],
  ['what native code connected to', { channel: 'native', host: '203.0.113.7', port: 443 }, ['203.0.113.7:443']],
  [
    'a thread that could not be guarded',
    { channel: 'worker', host: undefined, outcome: 'audited' },
    ['worker:unguarded'],
  ],
])('lockedDestinations names %s', (_, rest, expected) => {
  expect(lockedDestinations(attemptOf(rest))).toEqual(expected)
})

test.each<[string, Said, string]>([
  ['the rule as written', {}, 'api.weather.com'],
  ['the mode where no rule let it through', { outcome: 'audited', rule: undefined }, 'mode: audit'],
  [
    'a predicate without its place',
    { rule: "the predicate 'isOurs' allow[3] in /home/x/a.js" },
    "the predicate 'isOurs'",
  ],
  ['a predicate that has no name', { rule: 'the predicate allow[3] in /home/x/a.js' }, 'a predicate'],
])('lockedRule returns %s', (_, rest, expected) => {
  expect(lockedRule(attemptOf(rest))).toBe(expected)
})
