import { ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { installGuard, isEgressViolationError, noEgress, observeEgress } from '../../src/index.ts'

interface Handle {
  spawn(...args: readonly unknown[]): number
}

interface Starter {
  spawn(options: object): number
}

const before = Reflect.get(ChildProcess.prototype, 'spawn') as Starter['spawn']
// Node writes into them.
const newOptions = (): object => ({
  file: process.execPath,
  args: [process.execPath, '--version'],
  envPairs: [],
  stdio: 'ignore',
})

function newChild(): ChildProcess & Starter {
  return Reflect.construct(ChildProcess, []) as ChildProcess & Starter
}

function handleOf(child: ChildProcess): Handle {
  return Reflect.get(child, '_handle') as Handle
}

/** What this version of Node passes to its native handle when a program starts. */
async function argumentsOfHandle(): Promise<readonly unknown[]> {
  const child = newChild()
  const handle = handleOf(child)
  let seen: readonly unknown[] = []
  handle.spawn = (...args) => {
    seen = args
    Reflect.deleteProperty(handle, 'spawn')
    return handle.spawn(...args)
  }
  before.call(child, newOptions())
  await once(child, 'exit')
  return seen
}

// This test comes first: its patch has to be installed before any gate.
test('a program starts although a patch from before the guard starts another one first', async () => {
  let isInner = false
  Reflect.set(ChildProcess.prototype, 'spawn', function (this: Starter, given: object): number {
    if (!isInner) {
      isInner = true
      spawn(process.execPath, ['--version'])
    }
    return before.call(this, given)
  })
  const guard = installGuard({ allow: ['exec:node'] })
  const [code] = (await once(spawn(process.execPath, ['--version']), 'exit')) as [number]
  guard.uninstall()
  Reflect.set(ChildProcess.prototype, 'spawn', before)

  expect(guard.violations).toEqual([])
  expect(code).toBe(0)
})

test('a spawn captured before the guard starts nothing', async () => {
  const { violations } = await observeEgress(async () => {
    const child = newChild()
    const failed = once(child, 'error')
    before.call(child, newOptions())
    const [error] = (await failed) as [NodeJS.ErrnoException]
    expect(error.code).toBe('EACCES')
  })

  expect(violations).toMatchObject([
    { channel: 'child-process', reason: 'cannot-guard', program: { file: process.execPath } },
  ])
})

test('the native handle alone starts nothing', async () => {
  const args = await argumentsOfHandle()
  const start = (): number => handleOf(newChild()).spawn(...args)

  const refused = await noEgress(start).catch((error: unknown) => error)
  expect(isEgressViolationError(refused)).toBe(true)
  expect(String(refused)).toContain('not through child_process')

  expect(await noEgress({ subprocess: 'allow' }, start)).toBe(0)
})

test('child_process starts a program with a foreign patch above or below the guard', async () => {
  const guard = installGuard({ allow: ['exec:node'] })
  const own = Reflect.get(ChildProcess.prototype, 'spawn') as Starter['spawn']
  Reflect.set(ChildProcess.prototype, 'spawn', function (this: Starter, given: object): number {
    return own.call(this, given)
  })
  const [code] = (await once(spawn(process.execPath, ['--version']), 'exit')) as [number]
  Reflect.set(ChildProcess.prototype, 'spawn', own)
  guard.uninstall()

  expect(code).toBe(0)
})
