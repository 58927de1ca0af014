import { type Bind, bindCleanups, bindFileWatchers } from '../node/bind-callbacks.ts'
import type { Restore } from '../node/replace-property.ts'
import { restoreAll } from '../node/restore-all.ts'
import type { Engine } from '../engine/engine.ts'

/** Has callbacks that Node runs in no context, or in that of other code, run in the scope of the code that left them. */
export function keepContexts({ current }: Engine): Restore {
  const bind: Bind = (fn) => {
    const frame = current.started()
    return frame === undefined ? fn : (...args) => current.run(frame, () => fn(...args))
  }
  return restoreAll([bindCleanups(bind), bindFileWatchers(bind)])
}
