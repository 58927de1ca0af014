import { canonicalHost } from '../../policy/attempt/canonical-host.ts'
import type { Trace } from '../../evidence/record/trace.ts'
import { originalDns } from '../patch/original-dns.ts'
import type { Scope } from '../scope/scope.ts'
import { createWitness, type Witness } from './witness.ts'

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
