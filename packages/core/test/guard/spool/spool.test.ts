import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  truncateSync,
  utimesSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import * as fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { createPolicy, type Policy, widenPolicy } from '../../../src/policy/precedence/policy.ts'
import { createOwnListeners } from '../../../src/guard/scope/own-listeners.ts'
import { createScope } from '../../../src/guard/scope/scope.ts'
import { createSpool, joinSpool } from '../../../src/guard/spool/spool.ts'
import { attemptsPath, directoryOfTicket, listenersPath } from '../../../src/guard/spool/spool-paths.ts'
import { readBound, readLine, type SpoolLine, writeLine } from '../../../src/guard/spool/spool-line.ts'

const line: SpoolLine = {
  entry: {
    outcome: 'blocked',
    attempt: { channel: 'tcp', host: 'a.com', raw: 'a.com' },
    reason: 'not-allowed',
    phase: 'beforeAll',
    redirects: undefined,
    count: 1,
  },
  at: 1,
  stack: 'Error\n    at f (file.js:1:1)',
  process: 'child process 1: node x.js',
}

const open = () => {
  const spool = createSpool()
  onTestFinished(() => spool.leave())
  const scope = createScope({ name: 'a test', policy: createPolicy({ allow: ['good.com', /bad/i] }, 'a test') })
  const ticket = spool.ticketFor(scope) ?? ''
  return { spool, scope, ticket, attempts: attemptsPath(ticket), child: joinSpool(ticket).joined }
}

const rulesOf = ({ allow }: Policy): readonly unknown[] => allow.flatMap(({ inputs }) => inputs)

test('a joined child has the name and policy of the scope, and its lines come back once', () => {
  const { spool, scope, child } = open()

  child.report(line)
  child.report({ ...line, at: 2 })

  expect(child).toMatchObject({ name: 'a test', policy: { mode: 'block' } })
  expect(spool.collect(scope).lines).toEqual([line, { ...line, at: 2 }])
  expect(spool.collect(scope).lines).toEqual([])
})

test('a line that was torn when its child was killed damages no other, and counts when its rest comes', () => {
  const { spool, scope, child, attempts } = open()
  const text = JSON.stringify({ ...line, process: 'ünterbrochen' })

  appendFileSync(attempts, Buffer.from(text).subarray(0, -12))
  child.report(line)
  expect(spool.collect(scope).lines).toEqual([line])

  const cut = Buffer.from(text).indexOf(0xc3) + 1
  appendFileSync(attempts, Buffer.from(`\n${text}`).subarray(0, cut + 1))
  expect(spool.collect(scope).lines).toEqual([])
  appendFileSync(attempts, Buffer.concat([Buffer.from(text).subarray(cut), Buffer.from('\n')]))
  expect(spool.collect(scope).lines).toEqual([{ ...line, process: 'ünterbrochen' }])
})

test('readLine takes what writeLine wrote, and no text makes it throw', () => {
  expect(readLine(writeLine(line))).toEqual(line)
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => readLine(text) === undefined))
})

test('writeLine makes a readable line of any attempt, however long it is', () => {
  const huge = fc.constantFrom('x', '/x', '\u0000', 'ü').map((unit) => unit.repeat(300_000))
  const text = fc.oneof(fc.string(), huge)
  const attempts = fc.record({
    channel: fc.constantFrom('http' as const, 'child-process' as const),
    raw: text,
    host: text,
    names: fc.array(text, { maxLength: 2 }),
    url: fc.record({ scheme: text, host: text, port: fc.nat(65_535), path: text }),
    program: fc.record({
      file: text,
      args: fc.oneof(fc.array(text, { maxLength: 3 }), fc.constant(Array(200_000).fill('x'))),
    }),
  })
  fc.assert(
    fc.property(attempts, (attempt) => {
      const { spool, scope, child } = open()
      child.report({ ...line, entry: { ...line.entry, attempt } })
      const { lines, problem } = spool.collect(scope)
      expect(problem).toBeUndefined()
      expect(lines).toMatchObject([{ entry: { attempt: { channel: attempt.channel } } }])
      spool.leave()
    }),
    { numRuns: 10 },
  )
})

const damage = fc.oneof(
  fc.nat(JSON.stringify(line).length - 2).map((cut) => Buffer.from(JSON.stringify(line).slice(0, cut + 1))),
  fc
    .constantFrom('\0', '\0'.repeat(5000), 'null\n', '{}\n', '{"__proto__":{"at":1}}\n', '\n[]\n')
    .map((text) => Buffer.from(text)),
  fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => Buffer.from([0xc3, ...bytes, 0xe2])),
)

test('every whole line is read, whatever is around it, and everything else is reported', () => {
  const steps = fc.array(
    fc.oneof({ arbitrary: fc.constant('line' as const), weight: 3 }, damage, fc.constant('collect' as const)),
    { maxLength: 8 },
  )
  fc.assert(
    fc.property(steps, (list) => {
      const { spool, scope, child, attempts } = open()
      const seen: SpoolLine[] = []
      const problems: string[] = []
      const collect = () => {
        const { lines, problem } = spool.collect(scope)
        seen.push(...lines)
        if (problem !== undefined) problems.push(problem)
      }
      const written: SpoolLine[] = []
      for (const [at, step] of list.entries()) {
        if (step === 'collect') collect()
        else if (step !== 'line') appendFileSync(attempts, step)
        else {
          written.push({ ...line, at })
          child.report({ ...line, at })
        }
      }
      collect()
      spool.leave()
      expect(seen).toEqual(written)
      expect(problems.length > 0).toBe(list.some((step) => Buffer.isBuffer(step)))
    }),
    { numRuns: 60 },
  )
})

test.each<[string, object]>([
  ['no attempt', { attempt: null }],
  ['a number for a host', { attempt: { ...line.entry.attempt, host: 1 } }],
  ['an object for a port', { attempt: { ...line.entry.attempt, port: {} } }],
  ['no list of names', { attempt: { ...line.entry.attempt, names: 'a' } }],
  ['an invalid name', { attempt: { ...line.entry.attempt, names: [1] } }],
  ['an URL without a path', { attempt: { ...line.entry.attempt, url: { scheme: 'http', host: 'a', port: 1 } } }],
  ['a program without arguments', { attempt: { ...line.entry.attempt, program: { file: 'x' } } }],
  ['an unknown channel', { attempt: { ...line.entry.attempt, channel: 'constructor' } }],
  ['an unknown outcome', { outcome: 'fine' }],
  ['an unknown reason', { reason: 'toString' }],
  ['an unknown phase', { phase: 'valueOf' }],
  ['no phase', { phase: undefined }],
  ['a count below none', { count: -1 }],
  ['invalid redirects', { redirects: [1] }],
])('readLine refuses a line with %s', (_, changed) => {
  expect(readLine(JSON.stringify({ ...line, entry: { ...line.entry, ...changed } }))).toBeUndefined()
})

test('readLine survives any change of one value in a line', () => {
  const values = fc.oneof(fc.constant(null), fc.string(), fc.integer(), fc.object(), fc.array(fc.integer()))
  const keys = fc.constantFrom('entry', 'at', 'stack', 'process')
  fc.assert(
    fc.property(keys, values, (key, value) => {
      const read = readLine(JSON.stringify({ ...line, [key]: value }))
      return read === undefined || typeof read[key] === typeof line[key]
    }),
  )
})

test.each([
  'null',
  '[]',
  '{}',
  '{"kind":"tcp","address":"evil.com","port":1}',
  '{"kind":"path"}',
  '{"kind":"udp"}',
  '{',
])('readBound finds no listener in %s', (text) => {
  expect(readBound(text)).toBeUndefined()
})

test('listeners of another process are known, whatever else is in their file', () => {
  const { spool, ticket } = open()
  const [here, there] = [createOwnListeners(), createOwnListeners()]
  spool.shareListeners(here)
  appendFileSync(listenersPath(directoryOfTicket(ticket)), 'null\n{"kind":"tcp"')
  joinSpool(ticket).spool.shareListeners(there)

  there.addTcp({ getsockname: (out) => Object.assign(out, { address: '127.0.0.1', port: 4711 }) && 0 })

  expect(here.ownsTcp('127.0.0.1', 4711)).toBe(true)
  expect(here.ownsTcp('127.0.0.1', 4712)).toBe(false)
})

test('a file that was cut short is a problem, and is read again', () => {
  const { spool, scope, child, attempts } = open()
  child.report(line)
  child.report(line)
  spool.collect(scope)

  truncateSync(attempts)
  child.report(line)

  const { lines, problem } = spool.collect(scope)
  expect({ lines, problem }).toEqual({ lines: [line], problem: expect.stringContaining('cut short') })
  expect(spool.collect(scope).lines).toEqual([])
})

test('a removed file is a problem on both sides, once, and works again afterwards', () => {
  const { spool, scope, child, attempts } = open()

  rmSync(attempts)

  expect(() => child.report(line)).toThrow('ENOENT')
  expect(existsSync(attempts)).toBe(false)
  expect(spool.collect(scope)).toMatchObject({ lines: [], problem: expect.stringContaining('removed') })
  child.report(line)
  expect(spool.collect(scope).lines).toEqual([line])
})

test('a removed directory is a problem, reported once', () => {
  const { spool, scope, ticket } = open()

  rmSync(dirname(ticket), { recursive: true })

  expect(spool.collect(scope)).toMatchObject({ problem: expect.stringContaining('removed') })
  expect(spool.collect(scope).lines).toEqual([])
})

test('a child that cannot write leaves a mark that its reader sees', () => {
  const { spool, scope, child, attempts } = open()
  rmSync(attempts)
  // Neither open nor unlink work on it, as on a full or read-only disk.
  mkdirSync(attempts)
  expect(() => child.report(line)).toThrow('EISDIR')
  rmSync(attempts, { recursive: true })
  appendFileSync(attempts, '')
  utimesSync(attempts, 0, 0)
  chmodSync(attempts, 0o600)

  expect(spool.collect(scope)).toMatchObject({ problem: expect.stringContaining('could not write') })
  expect(spool.collect(scope).lines).toEqual([])
})

test('a line that comes after a joined process has left goes to the scope that started it', () => {
  const { spool, scope, ticket } = open()
  const middle = joinSpool(ticket)
  const inner = createScope({ name: 'an inner test', policy: middle.joined.policy })
  const grandchild = joinSpool(middle.spool.ticketFor(inner) ?? '').joined

  middle.spool.leave()
  grandchild.report(line)

  expect(spool.collect(scope).lines).toEqual([line])
})

test('a joined process that widens its own policy leaves the ticket of its scope unchanged', () => {
  const { spool, scope, ticket } = open()
  const middle = joinSpool(ticket)
  const joined = createScope({ name: 'joined', policy: middle.joined.policy })
  middle.spool.adopt(joined)
  expect(middle.spool.ticketFor(joined)).toBe(ticket)
  joined.policy = widenPolicy(joined.policy, ['wide.com'], 'a test')
  const child = joinSpool(middle.spool.ticketFor(joined) ?? '').joined

  expect(rulesOf(child.policy)).toContain('wide.com')
  expect(rulesOf(joinSpool(ticket).joined.policy)).not.toContain('wide.com')
  child.report(line)
  expect(spool.collect(scope).lines).toEqual([line])
})

test('a scope that is widened gives later children their own ticket, and reads both', () => {
  const { spool, scope, ticket, child } = open()

  scope.policy = widenPolicy(scope.policy, ['wide.com'], 'a test')
  const later = joinSpool(spool.ticketFor(scope) ?? '').joined
  child.report(line)
  later.report({ ...line, at: 2 })

  expect(rulesOf(joinSpool(ticket).joined.policy)).not.toContain('wide.com')
  expect(rulesOf(later.policy)).toContain('wide.com')
  expect(spool.collect(scope).lines).toEqual([line, { ...line, at: 2 }])
})

test('a function in a deny rule cannot follow: there is no ticket', () => {
  const { spool } = open()
  const scope = createScope({ name: 'x', policy: createPolicy({ deny: () => true }, 'x') })

  expect(spool.ticketFor(scope)).toBeUndefined()
})

test('the next process removes the directory of one that was killed long ago, and keeps that of a living one', () => {
  // No process has this number: it is above the largest that Linux gives.
  const [dead, alive] = [
    join(tmpdir(), 'agentguard-4194305-abc123'),
    join(tmpdir(), `agentguard-${process.ppid}-abc123`),
  ]
  for (const path of [dead, alive]) {
    mkdirSync(path, { recursive: true })
    utimesSync(path, 1, 1)
  }
  onTestFinished(() => rmSync(alive, { recursive: true }))

  open()

  expect(readdirSync(tmpdir())).not.toContain('agentguard-4194305-abc123')
  expect(existsSync(alive)).toBe(true)
})
