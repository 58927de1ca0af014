import { expect, test } from 'vitest'
import { nameDestination } from '../../../src/evidence/explain/name-destination.ts'
import { recordOf } from '../../run/file/sample-file.ts'

const bare = { host: undefined, port: undefined }

test.each([
  ['us.i.posthog.com:443', {}],
  ['a.com', { host: 'a.com', port: undefined }],
  ['[2001:db8::1]:53', { host: '2001:db8::1', port: 53 }],
  ['api.weather.com:443', { host: '203.0.113.7', address: '203.0.113.7', names: ['api.weather.com'] }],
  ['localhost:5432', { host: '127.0.0.1', port: 5432 }],
  ['localhost:5432', { host: '::1', port: 5432 }],
  ['unix:/run/docker.sock', { ...bare, unixPath: '/run/docker.sock' }],
  ['exec:curl', { ...bare, program: { file: 'curl', args: ['-s'] } }],
  ['exec:curl,wget', { ...bare, program: { file: 'sh', args: ['-c'], foreign: ['curl', 'wget'] } }],
  ['addon:koffi.node', { ...bare, channel: 'native' as const, addons: ['node_modules/koffi/build/koffi.node'] }],
  ['a worker thread', { ...bare, channel: 'worker' as const }],
  ['a program', { ...bare, channel: 'child-process' as const }],
])('nameDestination names %s', (name, rest) => {
  expect(nameDestination(recordOf(rest))).toBe(name)
})
