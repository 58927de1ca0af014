import { withOriginals } from '../node/originals.ts'
import type { Restore } from './replace-property.ts'

/**
 * Calls `install` as soon as a builtin module is loaded: now, or before the code that loads it gets to see it. Returns the
 * undo of both, the waiting and what `install` did.
 *
 * Node lists what it has loaded, and adds to the list when a module is complete. A program that never loads `http` pays
 * nothing for its gates, and one that replaces internals before it loads `http2` finds what it expects.
 */
export function whenLoaded(name: string, install: () => Restore | undefined): Restore {
  return whenListed(markOf(name), install)
}

/** The same for a binding to native code, which modules of Node load, and `process.binding`. */
export function whenBindingLoaded(name: string, install: () => Restore | undefined): Restore {
  return whenListed(`Internal Binding ${name}`, install)
}

function whenListed(mark: string, install: () => Restore | undefined): Restore {
  const list = loadedModules()
  if (!list || list.includes(mark)) return install() ?? nothing
  let restore: Restore | undefined
  const call = (): void => {
    // By then a program may have replaced what our own code calls.
    restore = withOriginals(install)
  }
  const calls = waiting.get(mark) ?? new Set()
  waiting.set(mark, calls.add(call))
  watch(list)
  return () => {
    restore?.()
    calls.delete(call)
    if (calls.size === 0 && waiting.get(mark) === calls) waiting.delete(mark)
    unwatch(list)
  }
}

/** True when a builtin module is loaded; where Node does not tell, it may be. */
export function isLoaded(name: string): boolean {
  return loadedModules()?.includes(markOf(name)) ?? true
}

/** Loads a module that nobody misses, and says whether that was seen. */
export function seesLoading(): boolean {
  const unused = smallest.find((name) => !isLoaded(name))
  if (unused === undefined) return true
  let isSeen = false
  const stop = whenLoaded(unused, () => {
    isSeen = true
  })
  process.getBuiltinModule(`node:${unused}`)
  stop()
  return isSeen
}

/** Few lines each, and seldom used. */
const smallest = ['path/win32', 'path/posix', 'stream/promises', 'dns/promises']

const waiting = new Map<string, Set<() => void>>()
const watched = new WeakMap<readonly string[], { readonly below: object; readonly watcher: object }>()

function nothing(): void {}

function markOf(name: string): string {
  return `NativeModule ${name}`
}

/** A test runner's sandbox has a copy of `process`, whose list never grows. */
function loadedModules(): readonly string[] | undefined {
  const list: unknown = Reflect.get(process.getBuiltinModule('node:process'), 'moduleLoadList')
  return Array.isArray(list) ? (list as readonly string[]) : undefined
}

/** Node adds to its list by an operation that nothing replaced can intercept; an index that is new asks the prototype. */
function watch(list: readonly string[]): void {
  if (watched.has(list)) return
  const below = Object.getPrototypeOf(list) as object
  const between = Object.create(below) as object
  const watcher = new Proxy(between, {
    set: (_, key, mark: unknown, receiver: object) => {
      const done = Reflect.set(below, key, mark, receiver)
      if (typeof mark === 'string') tell(list, mark)
      return done
    },
  })
  watched.set(list, { below, watcher })
  Object.setPrototypeOf(list, watcher)
}

function tell(list: readonly string[], mark: string): void {
  const calls = waiting.get(mark)
  waiting.delete(mark)
  for (const call of calls ?? []) call()
  unwatch(list)
}

function unwatch(list: readonly string[]): void {
  const found = watched.get(list)
  if (waiting.size > 0 || found === undefined || Object.getPrototypeOf(list) !== found.watcher) return
  Object.setPrototypeOf(list, found.below)
  watched.delete(list)
}
