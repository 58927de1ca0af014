import { type Bind, bindCleanups, bindFileWatchers } from '../patch/bind-callbacks.ts'
import { bindEndListeners } from '../patch/bind-end-listeners.ts'
import type { Restore } from '../patch/replace-property.ts'
import { restoreAll } from '../patch/restore-all.ts'
import type { Engine } from '../engine/engine.ts'

/** Has callbacks that Node runs in no context, or in that of other code, run in the scope of the code that left them. */
export function keepContexts({ current }: Engine): Restore {
  const bind: Bind = (fn) => {
    const frame = current.started()
    return frame === undefined ? fn : (...args) => current.run(frame, () => fn(...args))
  }
  // What a registry holds lives as long as its target: a scope that leads to that target would keep it for good.
  const bindWeakly: Bind = (fn) => {
    const frame = current.started()
    if (frame === undefined) return fn
    const { phase } = frame
    const held = new WeakRef(frame.scope)
    return (...args) => {
      const scope = held.deref()
      return scope === undefined ? fn(...args) : current.run({ scope, phase }, () => fn(...args))
    }
  }
  // Code that ends the process itself has caused what its listeners do.
  const bindWhereLost: Bind = (fn) => {
    const bound = bind(fn)
    return (...args) => (current.started() === undefined ? bound(...args) : fn(...args))
  }
  return restoreAll([bindCleanups(bindWeakly), bindFileWatchers(bind), bindEndListeners(bindWhereLost)])
}
