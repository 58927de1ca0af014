import { replaceProperty, type Restore } from './replace-property.ts'
import { restoreAll } from './restore-all.ts'
import { whenLoaded } from './when-loaded.ts'

/** Binds a function to the async context of the code that runs now. */
export type Bind = <Args extends readonly unknown[], Result>(fn: (...args: Args) => Result) => (...args: Args) => Result

/** A value registered with a FinalizationRegistry, and how to run code in the context of its registration. */
interface Held {
  readonly value: unknown
  readonly run: (fn: () => void) => void
}

/** Runs each cleanup of a FinalizationRegistry in the context that registered the object. V8 itself runs it in none. */
export function bindCleanups(bind: Bind): Restore {
  const Registry = globalThis.FinalizationRegistry
  // Under `--frozen-intrinsics` cleanups have no context, and their attempts belong to the process.
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
        // A target that is its own held value makes Node throw.
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

/**
 * Runs each listener of `fs.watchFile` in the context that added it. Node shares one watcher among all listeners of a
 * file, and runs them in the context of the first.
 */
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
      // `removeListener` uses this field to find the function that was added.
      const known = bound === listener ? listener : Object.assign(bound, { listener })
      return Reflect.apply(add, this, [event, known])
    }
  })
}

/**
 * The prototype of Node's internal watcher class. The only way to one is `fs.watchFile`, which first calls a function
 * that every emitter calls. This intercepts that call and stops there, since a watcher that starts would also start the
 * thread pool. Undefined where the permission model forbids it.
 */
function watcherPrototype(): StatWatcher | undefined {
  const { watchFile } = process.getBuiltinModule('node:fs')
  // Types omit the function that every emitter calls.
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
    // By now it was found, or cannot be.
  } finally {
    restore()
  }
  return prototype
}

const seen = new Error('agentguard looks at a watcher')

interface Emitters {
  init(this: StatWatcher): void
}
