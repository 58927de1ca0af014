import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { startFar } from './far/start-far.ts'

const far = await startFar()
const folder = mkdtempSync(join(tmpdir(), 'agentguard-changed-errors-'))
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await far.take()
})

/** What programs do to `Error`, on purpose (SES, source maps, test tools) or not. */
const changes = {
  'freeze Error': 'Object.freeze(Error)',
  'freeze Error and its prototype':
    'Object.freeze(Error); Object.freeze(Error.prototype); Object.freeze(Object.prototype)',
  'take its limit away': 'delete Error.stackTraceLimit',
  'take its limit away and freeze it': 'delete Error.stackTraceLimit; Object.freeze(Error)',
  'make its limit read-only': "Object.defineProperty(Error, 'stackTraceLimit', { value: 20, writable: false })",
  'take captureStackTrace away': 'delete Error.captureStackTrace',
  'format stacks as call sites': 'Error.prepareStackTrace = (_, sites) => sites',
  'format stacks as call sites forever': 'Error.prepareStackTrace = (_, sites) => sites; Object.freeze(Error)',
  'format stacks as nothing': 'Error.prepareStackTrace = () => undefined',
  'format stacks as a text without frames': "Error.prepareStackTrace = () => 'none'",
  'throw where stacks are formatted': "Error.prepareStackTrace = () => { throw new TypeError('mine') }",
} as const

test.each(Object.entries(changes))('programs that %s are guarded, and have evidence', async (name, change) => {
  const { seen, limit } = await run(name, change, name.startsWith('freeze'))

  expect(seen).toMatchObject({ code: 'ERR_EGRESS_BLOCKED', cause: 'EACCES', hosts: ['127.0.0.1'], isViolation: true })
  expect(seen.text).toContain('Egress blocked: connect 127.0.0.1')
  if (!isWithoutFrames(change)) expect(seen.from).toMatch(/script\.mjs$/)
  expect(limit[1]).toEqual(limit[0])
})

test('programs under --frozen-intrinsics are guarded, and have evidence', async () => {
  const { seen } = await run('frozen intrinsics', '', true, ['--frozen-intrinsics'])

  expect(seen).toMatchObject({ code: 'ERR_EGRESS_BLOCKED', hosts: ['127.0.0.1'], isViolation: true })
  expect(seen.from).toMatch(/script\.mjs$/)
})

test('none of these attempts arrives', async () => {
  expect(await far.take()).toEqual([])
})

/** V8 captures no frames there, so nothing is left to format. */
function isWithoutFrames(change: string): boolean {
  return change === changes['take its limit away and freeze it']
}

interface Seen {
  readonly code: string
  readonly text: string
  readonly cause: string
  readonly hosts: readonly string[]
  readonly from?: string
  readonly isViolation: boolean
}

async function run(name: string, change: string, isBefore: boolean, flags: readonly string[] = []) {
  const core = new URL('../../src/index.ts', import.meta.url).href
  const source = `
    import net from 'node:net'
    ${isBefore ? change : ''}
    const { isEgressViolationError, noEgress, observeEgress } = await import('${core}')
    ${isBefore ? '' : change}
    const limitOf = () => Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit') ?? 'none'
    const limit = [limitOf()]
    const reach = () => new Promise((resolve) => net.connect(${far.ports.tcp}, '127.0.0.1').on('error', resolve))
    const { value, violations } = await observeEgress(reach)
    const error = await noEgress(reach).then(() => undefined, (error) => error)
    limit.push(limitOf())
    const hosts = violations.map(({ host }) => host)
    const seen = { code: value.code, text: value.message, cause: value.cause.code, hosts, from: violations[0]?.from?.file }
    console.log(JSON.stringify({ seen: { ...seen, isViolation: isEgressViolationError(error) }, limit }))`
  const path = join(mkdtempSync(join(folder, `${name.replaceAll(' ', '-')}-`)), 'script.mjs')
  writeFileSync(path, source)
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, '--no-warnings', path])
  return JSON.parse(stdout) as { readonly seen: Seen; readonly limit: readonly unknown[] }
}
