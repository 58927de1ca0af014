import { canonicalHost } from '../../policy/attempt/canonical-host.ts'
import type { Trace } from '../../evidence/record/trace.ts'
import { originalDns } from '../patch/original-dns.ts'
import type { Scope } from '../scope/scope.ts'
import { createWitness, type Witness } from './witness.ts'

/** What the guard knows of native code in this process. */
export interface NativeCode {
  readonly witness: Witness
  /** What was loaded, oldest first, without the runner's own compilers and similar addons. */
  readonly addons: LoadedAddon[]
  /** Pending DNS lookups of resolvers. */
  lookups: number
  /** The name servers of the system. */
  readonly nameServers: () => Set<string>
}

/** A native addon, or a library opened with `node:ffi`. */
export interface LoadedAddon {
  readonly path: string
  /** The scope that loaded it. Undefined for one that was loaded before the guard. */
  readonly scope?: Scope
  readonly trace?: Trace
}

/** The state before any native code was found. */
export function createNativeCode(): NativeCode {
  let nameServers: Set<string> | undefined
  return {
    witness: createWitness(),
    addons: [],
    lookups: 0,
    nameServers: () => (nameServers ??= readNameServers()),
  }
}

/** A new resolver has the name servers of the system, whatever the program set for the default one. */
function readNameServers(): Set<string> {
  return new Set(new (originalDns().Resolver)().getServers().map(canonicalHost))
}
