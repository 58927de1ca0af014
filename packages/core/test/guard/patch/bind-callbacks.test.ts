import { spawnSync } from 'node:child_process'
import { type StatsListener, unwatchFile, watchFile } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type Bind, bindCleanups, bindFileWatchers } from '../../../src/guard/patch/bind-callbacks.ts'
import type { Restore } from '../../../src/guard/patch/replace-property.ts'

const bind: Bind =
  (fn) =>
  (...args) =>
    fn(...args)
const ignore = (): void => {}
const restores: Restore[] = []
afterEach(() => restores.splice(0).forEach((restore) => restore()))

test('bindCleanups keeps the identity of FinalizationRegistry, and can be undone', () => {
  const Before = FinalizationRegistry
  restores.push(bindCleanups(bind))
  const registry = new FinalizationRegistry(ignore)
  const target = {}

  expect(registry).toBeInstanceOf(FinalizationRegistry)
  expect(registry).toBeInstanceOf(Before)
  expect(registry.constructor).toBe(FinalizationRegistry)
  expect(new (class extends FinalizationRegistry<string> {})(ignore)).toBeInstanceOf(Before)
  expect(() => registry.register(target, target)).toThrow(TypeError)
  expect(() => Reflect.construct(FinalizationRegistry, [1])).toThrow(TypeError)
  registry.register(target, 'held', target)
  expect(registry.unregister(target)).toBe(true)
  restores.pop()?.()
  expect(FinalizationRegistry).toBe(Before)
})

test('bindFileWatchers lets code remove a listener by the function that it added', () => {
  restores.push(bindFileWatchers(bind))
  const listener: StatsListener = ignore
  const watcher = watchFile(import.meta.filename, { persistent: false }, listener)

  expect(Reflect.apply(Reflect.get(watcher, 'listeners') as () => unknown, watcher, ['change'])).toEqual([listener])
  unwatchFile(import.meta.filename, listener)
  expect(Reflect.apply(Reflect.get(watcher, 'listenerCount') as () => unknown, watcher, ['change'])).toBe(0)
})

test('bindFileWatchers reaches watchers that Node loads after it, and starts none for it', () => {
  const index = join(import.meta.dirname, '../../../dist/index.cjs')
  const text = `
    const { installGuard } = require(${JSON.stringify(index)})
    const { watchFile } = require('fs')
    const patched = (watcher) => Object.hasOwn(Object.getPrototypeOf(watcher), 'addListener')
    const loaded = () => process.moduleLoadList.includes('NativeModule internal/fs/watchers')
    installGuard({ allow: [] })
    console.log(loaded(), patched(watchFile(__filename, { persistent: false }, () => {})), loaded())`
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', text], { encoding: 'utf8' })

  expect(stderr).toBe('')
  expect(stdout).toBe('false true true\n')
})
