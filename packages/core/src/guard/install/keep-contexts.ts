import { type Bind, bindCleanups, bindFileWatchers } from '../patch/bind-callbacks.ts'
import { bindEndListeners } from '../patch/bind-end-listeners.ts'
import type { Restore } from '../patch/replace-property.ts'
import { restoreAll } from '../patch/restore-all.ts'
import type { Engine } from '../engine/engine.ts'

/** Runs callbacks in the scope of the code that registered them, where Node runs them in no context or in that of other code. */
export function keepContexts({ current }: Engine): Restore {
  const bind: Bind = (fn) => {
    const frame = current.started()
    return frame === undefined ? fn : (...args) => current.run(frame, () => fn(...args))
  }
  // A registry keeps its held values while the target lives. A scope that leads to the target would keep it alive forever.
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
  // Code that ends the process itself causes what its listeners do.
  const bindWhereLost: Bind = (fn) => {
    const bound = bind(fn)
    return (...args) => (current.started() === undefined ? bound(...args) : fn(...args))
  }
  return restoreAll([bindCleanups(bindWeakly), bindFileWatchers(bind), bindEndListeners(bindWhereLost)])
}
