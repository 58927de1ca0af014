import { appendFileSync, mkdtempSync, rmSync, unwatchFile, watchFile, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, expect, test } from 'vitest'
import { observeEgress } from '../../../src/index.ts'
import { watchSocket } from '../../flows/doors/watch-socket.ts'
import { startFar } from '../../flows/far/start-far.ts'

const far = await startFar()
const reach = () => watchSocket(connect(far.ports.tcp, '127.0.0.1'))
const folder = mkdtempSync(join(tmpdir(), 'agentguard-contexts-'))
setFlagsFromString('--expose-gc')
const ignore = (): void => {}
const collect = runInNewContext('gc') as () => void
afterAll(() => {
  rmSync(folder, { recursive: true })
  return far.take()
})

async function collected(done: () => boolean): Promise<void> {
  while (!done()) {
    collect()
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Registers an object that no one keeps. */
function drop(registry: FinalizationRegistry<string>, held: string): void {
  registry.register({}, held)
}

test('a cleanup of a FinalizationRegistry belongs to the call that registered the object', async () => {
  const outside: string[] = []
  // The first call installs the guard.
  await observeEgress(() => {})
  const knocks: Promise<unknown>[] = []
  const registry = new FinalizationRegistry<string>((held) => {
    outside.push(held)
    knocks.push(reach())
  })
  const { violations } = await observeEgress(async () => {
    drop(registry, 'held')
    await collected(() => outside.length > 0)
    await Promise.all(knocks)
  })

  expect(outside).toEqual(['held'])
  expect(violations).toHaveLength(1)
  expect(await far.take()).toEqual([])
})

test('a cleanup of an object that no call registered belongs to no call', async () => {
  const seen: string[] = []
  const knocks: Promise<unknown>[] = []
  const registry = new FinalizationRegistry<string>((held) => {
    seen.push(held)
    knocks.push(reach())
  })
  const { violations } = await observeEgress(() => {})
  drop(registry, 'held')
  await collected(() => seen.length > 0)
  await Promise.all(knocks)

  expect(violations).toEqual([])
  expect(await far.take()).toContain('tcp connection')
})

test('a listener of a file that others watch too belongs to the call that added it', async () => {
  const path = join(folder, 'watched')
  writeFileSync(path, '')
  watchFile(path, { interval: 5 }, ignore)
  const { violations } = await observeEgress(
    () =>
      new Promise<void>((resolve) => {
        const listener = (): void => {
          clearInterval(changes)
          unwatchFile(path, listener)
          void reach().finally(resolve)
        }
        watchFile(path, { interval: 5 }, listener)
        // The first look at the file, which nothing waits for, may come after a change.
        const changes = setInterval(() => appendFileSync(path, 'changed'), 10)
      }),
  )
  unwatchFile(path, ignore)

  expect(violations).toHaveLength(1)
  expect(await far.take()).toEqual([])
})
