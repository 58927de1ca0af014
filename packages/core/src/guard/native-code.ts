import { canonicalHost } from '../attempt/canonical-host.ts'
import type { Judge } from '../channels/channel.ts'
import { isToolAddon } from '../evidence/tool-addons.ts'
import { captureTrace, type Trace } from '../evidence/trace.ts'
import { originalDns } from '../patch/original-dns.ts'
import type { Scope } from '../scope/scope.ts'
import { mappedAddons } from '../witness/mapped-addons.ts'
import { createWitness, type Witness } from '../witness/witness.ts'
import type { Engine } from './engine.ts'

/** What the guard knows of native code in this process. */
export interface NativeCode {
  readonly witness: Witness
  /** What was loaded, oldest first, without the runner's compilers and the like. */
  readonly addons: LoadedAddon[]
  /** Look-ups of resolvers on their way. */
  lookups: number
  /** Those of the system. */
  readonly nameServers: () => Set<string>
}

/** A native addon, or a library that `node:ffi` reached into. */
export interface LoadedAddon {
  readonly path: string
  /** The scope that loaded it, unless it was there before the guard. */
  readonly scope?: Scope
  readonly trace?: Trace
}

/** Nothing native, as far as anybody has looked. */
export function createNativeCode(): NativeCode {
  let nameServers: Set<string> | undefined
  return {
    witness: createWitness(),
    addons: [],
    lookups: 0,
    nameServers: () => (nameServers ??= readNameServers()),
  }
}

/** A new resolver has the system's, whatever the program told the default one. */
function readNameServers(): Set<string> {
  return new Set(new (originalDns().Resolver)().getServers().map(canonicalHost))
}

/** What channels tell of native code. */
export function noteNativeCode(engine: Engine): Judge['native'] {
  const { native, current } = engine
  const isKnown = (path: string): boolean => isToolAddon(path) || native.addons.some((addon) => addon.path === path)
  const note = (addon: LoadedAddon): void => {
    native.addons.push(addon)
    native.witness.arm()
  }
  const loading = (path: string): void => {
    if (!isKnown(path)) note({ path, scope: current.get().scope, trace: captureTrace(loading) })
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
    leaving: () => {
      engine.tellAll?.()
      return engine.tellAll !== undefined
    },
    lookups: (change) => {
      native.lookups += change
    },
  }
}

function isThread(value: unknown): value is { readonly threadId: number } {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'threadId') === 'number'
}
