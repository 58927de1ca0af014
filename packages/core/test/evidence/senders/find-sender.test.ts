import { expect, test } from 'vitest'
import { parseRule } from '../../../src/policy/rules/rule.ts'
import { findSender, listSenders, type SenderQuery } from '../../../src/evidence/senders/find-sender.ts'

const senders = listSenders()

test('fifty or more known senders can be turned off, and each says where it sends', () => {
  expect(senders.filter(({ quiet }) => quiet !== undefined).length).toBeGreaterThanOrEqual(50)
  for (const { at, sockets } of senders) expect(at ?? sockets).toBeDefined()
})

test.each(senders)('$what has the form of all senders', ({ what, at = [], packages, shared, quiet, source }) => {
  expect(what).toMatch(/^\S.*[^.]$/)
  for (const rule of at) expect(parseRule(rule, 'a sender')).toMatchObject({ kind: 'host', text: rule })
  // Without a source, no one could check the switch.
  if (quiet !== undefined) expect(source).toBeDefined()
  if (quiet !== undefined)
    expect(quiet).toMatch(/^(set|give|add|run|put|import|keep|install|download|build|leave) .*[^.]$/)
  if (source !== undefined) expect(new URL(source).protocol).toBe('https:')
  if (shared) expect(packages).toBeDefined()
})

test('no sender is listed twice', () => {
  const keys = senders.map(({ what, at, packages }) => JSON.stringify([what, at, packages]))

  expect(new Set(keys).size).toBe(senders.length)
})

test.each(senders.filter(({ at }) => at !== undefined))('findSender finds $what by each of its rules', (sender) => {
  for (const rule of sender.at ?? []) {
    for (const pattern of sender.packages ?? [undefined]) {
      const name = pattern?.replace('*', 'anything')
      expect(findSender({ ...destinationOf(rule), ...(name !== undefined && { culprit: { name } }) })).toEqual(sender)
    }
  }
})

function destinationOf(rule: string): SenderQuery {
  if (rule.includes('::')) return { host: rule, address: rule, port: 80 }
  const [host = '', port] = rule.replace('*.', 'us.').split(':')
  return { host, port: Number(port ?? 443) }
}

test.each<[string, SenderQuery, string | undefined]>([
  ['a dedicated host, by any caller', { host: 'telemetry.nextjs.org', port: 443 }, 'telemetry of Next.js'],
  ['a DNS lookup', { host: 'telemetry.nextjs.org' }, 'telemetry of Next.js'],
  [
    'a name that an address was found by',
    { host: '192.0.2.1', names: ['api.segment.io'], port: 443 },
    'product analytics of Segment',
  ],
  ['a shared host by its package', { host: 'us.i.posthog.com', culprit: { name: 'mem0ai' } }, 'telemetry of mem0'],
  ['a shared host otherwise', { host: 'us.i.posthog.com', culprit: { name: 'x' } }, 'product analytics of PostHog'],
  [
    'metadata by the package of a scope',
    { address: '169.254.169.254', culprit: { name: '@aws-sdk/x' } },
    'the metadata service of AWS',
  ],
  ['metadata by an unknown caller', { address: '169.254.169.254' }, 'the metadata service of a cloud machine'],
  ['a port of this machine', { host: 'localhost', address: '::1', port: 4318 }, 'an OpenTelemetry collector'],
  ['the same port elsewhere', { host: 'db.example.com', port: 5432 }, undefined],
  ['a host that only serves others', { host: 'storage.googleapis.com' }, undefined],
  ['a host that ends alike', { host: 'eviltelemetry.nextjs.org' }, undefined],
  ['a socket', { unixPath: '/home/me/.docker/run/docker.sock' }, 'Docker'],
  ['a pipe', { unixPath: '\\\\.\\pipe\\docker_engine' }, 'Docker'],
  ['another socket', { unixPath: '/run/x.sock' }, undefined],
  ['nothing', {}, undefined],
])('findSender knows %s', (_, query, what) => {
  expect(findSender(query)?.what).toBe(what)
})
