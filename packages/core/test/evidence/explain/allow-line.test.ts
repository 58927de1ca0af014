import { expect, test } from 'vitest'
import { parseDocblock } from '../../../src/testing/session/docblock.ts'
import { allowLine, muteLine } from '../../../src/evidence/explain/allow-line.ts'
import { evidenceOf } from './evidence-of.ts'

test('allowLine returns a docblock that the test file can hold', () => {
  const line = allowLine([evidenceOf({ host: 'db.example.com', port: 5432 })])

  expect(line).toBe('// @agentguard allow=db.example.com:5432')
  expect(parseDocblock(line ?? '', 'a.test.ts')).toEqual({ allow: ['db.example.com:5432'] })
})

test('allowLine returns an option for a call', () => {
  expect(allowLine([evidenceOf({ host: 'a.com', port: 443 })], 'call')).toBe("allow: ['a.com']")
})

test('allowLine returns the list of a matcher, which nothing mutes', () => {
  const telemetry = [evidenceOf({ host: 'us.i.posthog.com', port: 443 })] as const

  expect(allowLine(telemetry, 'matcher')).toBe(".not.toEgress(['us.i.posthog.com'])")
  expect(muteLine(telemetry)).toBe('// @agentguard mute=us.i.posthog.com')
  expect(muteLine(telemetry, 'matcher')).toBeUndefined()
})

test.each([
  ['/run/my db.sock', "allow: ['unix:/run/my db.sock']"],
  ['/run/a,b.sock', "allow: ['unix:/run/a,b.sock']"],
  ["/run/it's,.sock", "allow: ['unix:/run/it\\'s,.sock']"],
])('allowLine returns an option where a comment cannot hold %s', (unixPath, line) => {
  expect(allowLine([evidenceOf({ channel: 'pipe', unixPath })])).toBe(line)
})

test('allowLine names each program of a command that needs a rule', () => {
  const program = { file: '/bin/sh', args: ['-c', 'curl x | jq .'], foreign: ['curl', 'jq'] }
  const evidence = evidenceOf({ channel: 'child-process', program }, { reason: 'program-not-allowed' })

  expect(allowLine([evidence])).toBe('// @agentguard allow=exec:curl,exec:jq')
  expect(allowLine([evidence], 'call')).toBe("allow: ['exec:curl', 'exec:jq']")
})

test.each([
  ['/work/node_modules/@turbo/linux-64/bin/turbo', 'exec:turbo'],
  ['./node_modules/.bin/turbo', 'exec:turbo'],
  ['/usr/bin/ffmpeg', 'exec:/usr/bin/ffmpeg'],
])('allowLine names the program %s as on every machine', (file, rule) => {
  const evidence = evidenceOf(
    { channel: 'child-process', program: { file, args: [] } },
    { reason: 'program-not-allowed' },
  )

  expect(allowLine([evidence])).toBe(`// @agentguard allow=${rule}`)
})

test.each([
  [{ host: 'a.com', port: 443 }, '--allow a.com'],
  [{ host: 'localhost', port: 5432 }, '--allow localhost:5432'],
  [{ channel: 'pipe' as const, unixPath: '/run/a&b.sock' }, "--allow 'unix:/run/a&b.sock'"],
  [{ channel: 'pipe' as const, unixPath: "/run/it's.sock" }, String.raw`--allow 'unix:/run/it'\''s.sock'`],
  [{ channel: 'pipe' as const, unixPath: '/run/my db.sock' }, "allow: ['unix:/run/my db.sock']"],
])('allowLine returns a flag for agentguard run: %j', (attempt, line) => {
  expect(allowLine([evidenceOf(attempt)], 'run')).toBe(line)
})

test('allowLine returns nothing against a deny rule', () => {
  expect(allowLine([evidenceOf({ host: 'a.com', port: 443 }, { reason: 'denied', rule: 'a.com' })])).toBeUndefined()
})
