import { expect, test } from 'vitest'
import { ownerOf } from '../../src/model/owner.ts'
import { entriesOf } from '../page-evidence-of.ts'

test.each([
  ['us.i.posthog.com', 'posthog.com'],
  ['posthog.com', 'posthog.com'],
  ['US.I.PostHog.com.', 'posthog.com'],
  ['api.example.co.uk', 'example.co.uk'],
  ['example.co.uk', 'example.co.uk'],
  ['somebody.github.io', 'somebody.github.io'],
  ['d111.cloudfront.net', 'd111.cloudfront.net'],
  ['intranet', 'intranet'],
  ['203.0.113.7', 'Addresses'],
  ['2001:db8::1', 'Addresses'],
  ['127.0.0.1', 'This machine'],
  ['::1', 'This machine'],
  ['api.localhost', 'This machine'],
])('ownerOf %s is %s', (host, owner) => {
  const [entry] = entriesOf({ host, port: 443 })

  expect(entry && ownerOf(entry.attempt)).toBe(owner)
})

test('ownerOf knows sockets, programs, and destinations with neither host nor address', () => {
  const entries = entriesOf(
    { unixPath: '/run/docker.sock', channel: 'pipe' },
    { program: { file: 'git', args: [] }, channel: 'child-process' },
    { channel: 'native' },
  )

  expect(entries.map(({ attempt }) => ownerOf(attempt))).toEqual(['This machine', 'Programs', 'Unknown'])
})
