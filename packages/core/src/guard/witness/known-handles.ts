import { builtins } from '../node/builtins.ts'
import { symbolOrKey } from '../patch/native-handles.ts'
import { isLoaded } from '../patch/when-loaded.ts'
import { apply } from '../node/originals.ts'

/** Handles whose sockets JavaScript opened, held weakly. */
export interface KnownHandles {
  add(handle: object): void
  /** The descriptors they hold now, and those of everything that keeps the event loop alive. */
  descriptors(): ReadonlySet<number>
}

const manyHandles = 64

/** Creates an empty list. It forgets closed handles at the latest when it has doubled. */
export function createKnownHandles(): KnownHandles {
  // A test runner's sandbox has a copy of `process`.
  const real = process.getBuiltinModule('node:process')
  let handles: WeakRef<object>[] = []
  let limit = manyHandles
  const live = (): number[] => {
    handles = handles.filter((ref) => descriptorOf(ref.deref()) >= 0)
    limit = Math.max(manyHandles, handles.length * 2)
    return handles.map((ref) => descriptorOf(ref.deref()))
  }
  return {
    add: (handle) => {
      if (handles.length >= limit) live()
      handles.push(new WeakRef(handle))
    },
    descriptors: () => {
      const active = apply(Reflect.get(real, '_getActiveHandles') as () => object[], real, [])
      return new Set([...live(), ...active.map((owner) => descriptorOf(nativeOf(owner)))])
    },
  }
}

/** Node's native handles expose their descriptor: -1 once closed, and before they have a socket. */
function descriptorOf(handle: unknown): number {
  const descriptor: unknown = isObject(handle) ? Reflect.get(handle, 'fd') : undefined
  return typeof descriptor === 'number' ? descriptor : -1
}

/** Sockets and servers own a handle. A handle without a JavaScript owner is one itself. */
function nativeOf(owner: object): unknown {
  // Reading `_handle` of a datagram socket prints a deprecation warning.
  const state =
    isLoaded('dgram') && owner instanceof builtins.dgram.Socket ? symbolOrKey(owner, 'state symbol') : undefined
  const handle = isObject(state) ? symbolOrKey(state, 'handle') : Reflect.get(owner, '_handle')
  return isObject(handle) ? handle : owner
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
