import { captureTrace } from '../../evidence/record/trace.ts'
import { isToolAddon } from '../../evidence/stack/tool-addons.ts'
import type { NativeNotes } from '../capabilities/native-notes.ts'
import type { Engine } from '../engine/engine.ts'
import { findOwner } from '../judging/find-owner.ts'
import { mappedAddons } from '../witness/mapped-addons.ts'
import type { LoadedAddon } from '../witness/native-code.ts'

/** Notes what channels report about native code. */
export function noteNativeCode(engine: Engine): NativeNotes {
  const { native, current } = engine
  const isKnown = (path: string): boolean => isToolAddon(path) || native.addons.some((addon) => addon.path === path)
  const note = (addon: LoadedAddon): void => {
    native.addons.push(addon)
    native.witness.arm()
  }
  const loading = (path: string): void => {
    if (!isKnown(path)) note({ path, scope: findOwner(current.get()).scope, trace: captureTrace(loading) })
  }
  return {
    start: () => {
      // A child has loaded nothing before its preload.
      if (!engine.joined) for (const path of mappedAddons()) if (!isKnown(path)) note({ path })
    },
    loading,
    opened: (handle) => {
      if (typeof handle === 'object' && handle !== null) native.witness.know(handle)
    },
    shared: (thread) => {
      if (isThread(thread)) native.witness.share(thread)
    },
    lookups: (change) => {
      native.lookups += change
    },
  }
}

function isThread(value: unknown): value is { readonly threadId: number } {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'threadId') === 'number'
}
