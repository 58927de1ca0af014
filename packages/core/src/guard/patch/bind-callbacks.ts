import { replaceProperty, type Restore } from './replace-property.ts'
import { restoreAll } from './restore-all.ts'
import { whenLoaded } from './when-loaded.ts'

/** Gives a function the context of the code that runs now. */
export type Bind = <Args extends readonly unknown[], Result>(fn: (...args: Args) => Result) => (...args: Args) => Result

/** What is registered with a FinalizationRegistry, and how to run code in the context of its registration. */
interface Held {
  readonly value: unknown
  readonly run: (fn: () => void) => void
}

/** Has each cleanup of a FinalizationRegistry run in the context that registered the object: V8 runs it in none. */
export function bindCleanups(bind: Bind): Restore {
  const Registry = globalThis.FinalizationRegistry
  // Under `--frozen-intrinsics` cleanups keep no context: what they attempt belongs to the process.
  if (Object.isFrozen(Registry.prototype)) return () => {}
  const bound = new WeakSet<object>()
  const holds = new WeakSet<object>()
  const isHeld = (held: unknown): held is Held => typeof held === 'object' && held !== null && holds.has(held)
  const Bound: typeof Registry = new Proxy(Registry, {
    construct: (_, args: [unknown], newTarget) => {
      const [cleanup] = args
      const target = newTarget === Bound ? Registry : (newTarget as typeof Registry)
      if (typeof cleanup !== 'function') return Reflect.construct(Registry, args, target)
      const clean = (held: unknown): void => {
        if (isHeld(held)) held.run(() => void Reflect.apply(cleanup, undefined, [held.value]))
        else Reflect.apply(cleanup, undefined, [held])
      }
      const registry = Reflect.construct(Registry, [clean], target)
      bound.add(registry)
      return registry
    },
  })
  return restoreAll([
    replaceProperty(globalThis as { FinalizationRegistry: typeof Registry }, 'FinalizationRegistry', () => Bound),
    replaceProperty(Registry.prototype as { constructor: unknown }, 'constructor', () => Bound),
    replaceProperty(Registry.prototype, 'register', (register) => {
      return function (
        this: FinalizationRegistry<unknown>,
        target: WeakKey,
        value: unknown,
        ...token: [WeakKey?]
      ): void {
        // Of a target that is its own held value, Node's error speaks.
        if (!bound.has(this) || target === value) return Reflect.apply(register, this, [target, value, ...token])
        const held: Held = { value, run: bind((fn: () => void) => fn()) }
        holds.add(held)
        return Reflect.apply(register, this, [target, held, ...token])
      }
    }),
  ])
}

type Listener = (...args: readonly unknown[]) => void

interface StatWatcher {
  addListener(event: string, listener: Listener): StatWatcher
}

/** Has each listener of `fs.watchFile` run in the context that added it: all listeners of one file share a watcher, and the context of the first. */
export function bindFileWatchers(bind: Bind): Restore {
  return whenLoaded('internal/fs/watchers', () => {
    const prototype = watcherPrototype()
    return prototype && bindListeners(prototype, bind)
  })
}

function bindListeners(prototype: StatWatcher, bind: Bind): Restore {
  return replaceProperty(prototype, 'addListener', (add) => {
    return function (this: StatWatcher, event: string, listener: Listener): StatWatcher {
      const bound = event === 'change' && typeof listener === 'function' ? bind(listener) : listener
      // By this field, `removeListener` knows a listener by the function that it was added as.
      const known = bound === listener ? listener : Object.assign(bound, { listener })
      return Reflect.apply(add, this, [event, known])
    }
  })
}

/**
 * The class of watchers is Node's own, and code that watches is the only way to one. This takes it from what every emitter calls,
 * and goes no further: one that starts would start the thread pool too. Undefined where the permission model forbids it.
 */
function watcherPrototype(): StatWatcher | undefined {
  const { watchFile } = process.getBuiltinModule('node:fs')
  // Types leave out what each emitter calls.
  const emitters = process.getBuiltinModule('node:events') as unknown as Emitters
  let prototype: StatWatcher | undefined
  const restore = replaceProperty(emitters, 'init', () => {
    return function (this: StatWatcher) {
      prototype = Object.getPrototypeOf(this) as StatWatcher
      throw seen
    }
  })
  try {
    watchFile(process.execPath, { persistent: false }, () => {})
  } catch {
    // It has been seen by now, or cannot be.
  } finally {
    restore()
  }
  return prototype
}

const seen = new Error('agentguard looks at a watcher')

interface Emitters {
  init(this: StatWatcher): void
}
