import { expect, test } from 'vitest'
import type { Attempt } from '../../../src/policy/attempt/attempt.ts'
import { createLedger, type Entry } from '../../../src/evidence/record/ledger.ts'
import { redactAttempt } from '../../../src/evidence/redact/redact-attempt.ts'

const entryOf = (attempt: Attempt): Entry => ({
  outcome: 'blocked',
  attempt: redactAttempt(attempt),
  scope: 'a test',
  file: undefined,
  phase: 'test',
  lateBy: undefined,
  retry: 0,
  redirects: undefined,
  trace: undefined,
  at: 0,
  count: 1,
})

const start = (file: string, ...args: string[]): Attempt => ({
  channel: 'child-process',
  raw: [file, ...args].join(' '),
  program: { file, args },
})

const kinds: readonly Attempt[] = [
  start('curl', 'a.example'),
  start('curl', 'b.example'),
  start('wget', 'a.example'),
  { channel: 'native', raw: 'native code', addons: ['/app/a.node'] },
  { channel: 'native', raw: 'native code', addons: ['/app/b.node'] },
  { channel: 'pipe', raw: '/run/a.sock', unixPath: '/run/a.sock' },
  { channel: 'tcp', raw: 'a.example', host: 'a.example', port: 443 },
  { channel: 'tcp', raw: 'a.example', host: 'a.example', port: 80 },
  { channel: 'tcp', raw: 'a.example', host: 'a.example', address: '192.0.2.1', port: 443 },
]

test('a ledger drops what was not an attempt after all, and keeps the next of its kind', () => {
  const ledger = createLedger()
  const attempt: Attempt = { channel: 'tcp', raw: '127.0.0.1:9', host: '127.0.0.1', port: 9 }
  const first = ledger.record({ ...entryOf(attempt), awaits: 1 })
  ledger.record({ ...entryOf(attempt), awaits: 3, at: 7 })
  expect(first).toMatchObject({ awaits: 3, at: 0, lastAt: 7, count: 2 })

  ledger.drop(first)
  expect(ledger.entries).toEqual([])
  expect(ledger.record(entryOf(attempt)).count).toBe(1)
})

test('a ledger keeps the first of each kind of attempt and counts the rest, also of what another process has redacted', () => {
  const ledger = createLedger()
  for (const attempt of [...kinds, ...kinds]) ledger.record(entryOf(attempt))

  expect(ledger.entries.map(({ attempt }) => attempt)).toEqual(kinds.map(redactAttempt))
  expect(ledger.entries.map(({ count }) => count)).toEqual(kinds.map(() => 2))
})
