import { withOriginals } from '../node/originals.ts'
import type { Restore } from './replace-property.ts'

/**
 * Calls `install` when a builtin module is loaded: now, or before the code that loads it receives it. Returns an undo
 * for both the waiting and `install`.
 *
 * Node lists the modules it has loaded, and adds each when it is complete. So a program that never loads `http` pays
 * nothing for its gates, and one that replaces internals before it loads `http2` finds what it expects.
 */
export function whenLoaded(name: string, install: () => Restore | undefined): Restore {
  return whenListed(markOf(name), install)
}

/** The same for a binding to native code, which Node's modules and `process.binding` load. */
export function whenBindingLoaded(name: string, install: () => Restore | undefined): Restore {
  return whenListed(`Internal Binding ${name}`, install)
}

function whenListed(mark: string, install: () => Restore | undefined): Restore {
  const list = loadedModules()
  if (!list || list.includes(mark)) return install() ?? nothing
  let restore: Restore | undefined
  const call = (): void => {
    restore = install()
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

/** Whether a builtin module is loaded. Where Node does not report it, true. */
export function isLoaded(name: string): boolean {
  return loadedModules()?.includes(markOf(name)) ?? true
}

/** Loads a small unused module and returns whether the watch saw it. */
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

/** Modules of a few lines that are seldom used. */
const smallest = ['path/win32', 'path/posix', 'stream/promises', 'dns/promises']

const { set: setOn } = Reflect
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

/**
 * Node appends to its list in a way that no replaced function can intercept. Setting a new index, however, first asks the
 * prototype, which is a Proxy here.
 */
function watch(list: readonly string[]): void {
  if (watched.has(list)) return
  const below = Object.getPrototypeOf(list) as object
  const between = Object.create(below) as object
  const watcher = new Proxy(between, {
    set: (_, key, mark: unknown, receiver: object) => {
      const done = setOn(below, key, mark, receiver)
      // Most modules are not waited for. A program may have replaced what finds that out.
      if (typeof mark === 'string') withOriginals(() => notify(list, mark))
      return done
    },
  })
  watched.set(list, { below, watcher })
  Object.setPrototypeOf(list, watcher)
}

function notify(list: readonly string[], mark: string): void {
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
