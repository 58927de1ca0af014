import { isLoopback } from '../../policy/attempt/address.ts'
import { canonicalHost } from '../../policy/attempt/canonical-host.ts'
import { builtins } from '../node/builtins.ts'
import { epoch } from '../node/real-time.ts'
import { type BoundAt, type BoundPort, lifeOf, type Moment } from './bound-at.ts'
import { covers } from './covers.ts'
import type { OtherListeners } from './other-listeners.ts'

/** A native handle that reports where it is bound. A closed handle returns an error number. */
export interface BoundHandle {
  getsockname(out: { address?: string; port?: number; family?: string }): number
}

/** The ports on which this process listens with one protocol. */
export interface Ports {
  add(handle: BoundHandle, only6?: boolean): void
  owns(address: string, port: number): boolean
  /** Asks for several addresses at one moment: between two questions, a server may begin to listen. */
  ownsAny(addresses: readonly string[], port: number): boolean
  /** Publishes a port on which it may listen soon. */
  bind(handle: BoundHandle): void
  /** Whether a server of this process has listened there, even if it is closed by now. */
  had(address: string, port: number): boolean
  /** Whether a server of the run has begun to listen there since then, even if it is closed by now. */
  became(address: string, port: number, since: Moment): boolean
  list(): readonly BoundAt[]
}

/** Creates an empty list, which also covers the `others`. */
export function createPorts(kind: 'tcp' | 'udp', others: OtherListeners): Ports {
  const byPort = new Map<number, Set<WeakRef<BoundHandle>>>()
  const only6Handles = new WeakSet<BoundHandle>()
  const history = createHistory()
  const boundTo = (handle: BoundHandle): BoundPort | undefined => {
    const bound = addressOf(handle)
    return bound && { kind, ...bound, only6: only6Handles.has(handle) || undefined }
  }
  const add = (handle: BoundHandle, only6 = false): void => {
    if (only6) only6Handles.add(handle)
    const bound = boundTo(handle)
    if (!bound) return
    history.note(bound)
    const refs = byPort.get(bound.port) ?? new Set()
    byPort.set(bound.port, refs.add(new WeakRef(handle)))
    others.publish({ ...bound, life: lifeOf(handle) })
  }
  const bind = (handle: BoundHandle): void => {
    const bound = boundTo(handle)
    if (bound) others.publish({ ...bound, isBoundOnly: true, life: lifeOf(handle) })
  }
  const ownsAny = (addresses: readonly string[], port: number): boolean =>
    addresses.some((one) => ownsHere(one, port)) ||
    others.ownsPort(kind, addresses, port) ||
    (kind === 'tcp' && addresses.some((one) => isInspector(one, port)))
  const owns = (address: string, port: number): boolean => ownsAny([address], port)
  const ownsHere = (address: string, port: number): boolean => ownsOne(byPort, boundTo, address, port)
  const had = (address: string, port: number): boolean => history.began(address, port) !== undefined
  const became = (address: string, port: number, { at, seen }: Moment): boolean =>
    (history.began(address, port) ?? 0) >= at || others.becamePort(kind, address, port, seen)
  return {
    add,
    bind,
    owns,
    ownsAny,
    had,
    became,
    list: () => [...byPort.values()].flatMap((refs) => listBound(refs, boundTo)),
  }
}

/** Whether a handle that is still open listens there. Forgets those that are closed. */
function ownsOne(
  byPort: Map<number, Set<WeakRef<BoundHandle>>>,
  boundTo: (handle: BoundHandle) => BoundPort | undefined,
  address: string,
  port: number,
): boolean {
  const refs = byPort.get(port)
  if (!refs) return false
  for (const ref of refs) {
    const handle = ref.deref()
    const bound = handle && boundTo(handle)
    if (!bound || bound.port !== port) refs.delete(ref)
    else if (covers(bound, address)) return true
  }
  if (refs.size === 0) byPort.delete(port)
  return false
}

/** Whether Node's inspector listens there. It is native code, so no handle shows it. */
function isInspector(address: string, asked: number): boolean {
  const url = isLoopback(address) ? builtins.inspector?.url() : undefined
  if (url === undefined) return false
  const [, host, port] = /^ws:\/\/(.+):(\d+)\//.exec(url) ?? []
  if (host === undefined || Number(port) !== asked) return false
  return covers({ kind: 'tcp', address: canonicalHost(host), port: asked }, address)
}

/** When servers of this process began to listen, in milliseconds since the epoch. */
function createHistory() {
  const ever: { readonly bound: BoundPort; readonly at: number }[] = []
  return {
    note: (bound: BoundPort): void => {
      ever[bound.port] = { bound, at: epoch() }
    },
    began: (address: string, port: number): number | undefined => {
      const last = ever[port]
      return last && covers(last.bound, address) ? last.at : undefined
    },
  }
}

function listBound(
  refs: Iterable<WeakRef<BoundHandle>>,
  boundTo: (handle: BoundHandle) => BoundPort | undefined,
): BoundPort[] {
  return [...refs].flatMap((ref) => {
    const handle = ref.deref()
    const bound = handle && boundTo(handle)
    return bound ? [{ ...bound, life: lifeOf(handle) }] : []
  })
}

function addressOf(handle: BoundHandle): { address: string; port: number } | undefined {
  const out: { address?: string; port?: number } = {}
  if (handle.getsockname(out) !== 0 || out.address === undefined || !out.port) return undefined
  return { address: canonicalHost(out.address), port: out.port }
}
