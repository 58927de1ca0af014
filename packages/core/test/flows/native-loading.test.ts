import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { mappedAddons } from '../../src/guard/witness/mapped-addons.ts'
import { isEgressBlockedError, isEgressViolationError, noEgress, observeEgress } from '../../src/index.ts'

const require = createRequire(import.meta.url)
const early = process.dlopen
const load = (name: string): unknown => require(name)
const hasFfi = process.getBuiltinModule('node:ffi') !== undefined

test('native: block keeps an addon from loading, and the scope fails for it', async () => {
  const error = await noEgress({ native: 'block' }, () => load('impit')).catch((thrown: unknown) => thrown)

  expect(isEgressViolationError(error) && error.violations[0]).toMatchObject({
    channel: 'native',
    reason: 'native-not-allowed',
    addons: [expect.stringMatching(/impit.*\.node$/)],
    culprit: { name: 'impit' },
  })
  expect(String(error)).toContain('Egress blocked: load of native addon impit-node.')
})

test('code that loads a refused addon gets the error itself', async () => {
  let seen: unknown
  const run = (): void => {
    try {
      process.dlopen({ exports: {} }, '/nowhere/some.node')
    } catch (error) {
      seen = error
    }
  }

  await expect(noEgress({ native: 'block' }, run)).rejects.toThrow('some.node')
  expect(isEgressBlockedError(seen) && seen.cause).toMatchObject({ code: 'EACCES', syscall: 'dlopen' })
})

test('each refused addon is reported', async () => {
  const { violations } = await observeEgress({ native: 'block' }, () => {
    for (const name of ['one.node', 'two.node']) expect(() => process.dlopen({ exports: {} }, name)).toThrow(name)
  })

  expect(violations.map(({ addons }) => addons)).toEqual([['one.node'], ['two.node']])
})

test('by default an addon loads, and that is not a violation', async () => {
  const { attempts, violations } = await observeEgress(() => load('koffi'))

  expect(attempts).toMatchObject([{ outcome: 'allowed', channel: 'native', rule: 'native: witness' }])
  expect(violations).toEqual([])
})

// Only Linux shows what is in memory.
test.runIf(process.platform === 'linux')(
  'native: block reports an addon that a dlopen from before the guard has loaded',
  async () => {
    load('koffi')
    const copy = join(mkdtempSync(join(tmpdir(), 'agentguard-')), 'copy.node')
    copyFileSync(mappedAddons().find((path) => path.includes('koffi')) ?? '', copy)
    const loadEarly = (): void => early.call(process, { exports: {} }, copy)

    await expect(noEgress({ native: 'block' }, loadEarly)).rejects.toMatchObject({
      violations: [{ channel: 'native', reason: 'native-not-allowed', addons: [copy] }],
    })
    await noEgress({ native: 'block' }, () => {})
    rmSync(dirname(copy), { recursive: true })
  },
)

test.runIf(hasFfi)('native: block keeps node:ffi from reaching into a library', async () => {
  const error = await noEgress({ native: 'block' }, async () => {
    const name = 'node:ffi'
    const { DynamicLibrary } = await import(name)
    new DynamicLibrary(process.platform === 'linux' ? 'libc.so.6' : null).getFunction('getpid', { result: 'int' })
  }).catch((thrown: unknown) => thrown)

  expect(String(error)).toContain('Egress blocked: load of native addon libc.so.6')
})
