import { networkInterfaces, platform } from 'node:os'
import { resolve } from 'node:path'
import { canonicalHost } from '../attempt/canonical-host.ts'

/** A native handle that can say where it is bound; closed handles answer with an error number. */
export interface BoundHandle {
  getsockname(out: { address?: string; port?: number; family?: string }): number
}

/** The servers of this process: what listens here is not egress. */
export interface OwnListeners {
  addTcp(handle: BoundHandle): void
  addUdp(handle: BoundHandle): void
  addPath(path: string, handle: { readonly fd?: number }): void
  ownsTcp(address: string, port: number): boolean
  ownsUdp(address: string, port: number): boolean
  ownsPath(path: string): boolean
}

/** Creates an empty registry. Handles are held weakly and asked when it matters, so closing one needs no hook. */
export function createOwnListeners(): OwnListeners {
  const tcp = createPorts()
  const udp = createPorts()
  const paths = new Map<string, WeakRef<{ readonly fd?: number }>>()
  return {
    addTcp: tcp.add,
    addUdp: udp.add,
    addPath: (path, handle) => paths.set(canonicalPath(path), new WeakRef(handle)),
    ownsTcp: tcp.owns,
    ownsUdp: udp.owns,
    // A closed handle has no descriptor; on Windows no pipe ever has one.
    ownsPath: (path) => {
      const handle = paths.get(canonicalPath(path))?.deref()
      return handle !== undefined && (platform() === 'win32' || handle.fd !== -1)
    },
  }
}

interface Ports {
  add(handle: BoundHandle): void
  owns(address: string, port: number): boolean
}

function createPorts(): Ports {
  const byPort = new Map<number, Set<WeakRef<BoundHandle>>>()
  const add = (handle: BoundHandle): void => {
    const bound = boundTo(handle)
    if (!bound) return
    const refs = byPort.get(bound.port) ?? new Set()
    byPort.set(bound.port, refs.add(new WeakRef(handle)))
  }
  const owns = (address: string, port: number): boolean => {
    const refs = byPort.get(port)
    if (!refs) return false
    for (const ref of refs) {
      const handle = ref.deref()
      const bound = handle && boundTo(handle)
      if (!bound || bound.port !== port) refs.delete(ref)
      else if (covers(bound.address, address)) return true
    }
    if (refs.size === 0) byPort.delete(port)
    return false
  }
  return { add, owns }
}

function boundTo(handle: BoundHandle): { address: string; port: number } | undefined {
  const out: { address?: string; port?: number } = {}
  if (handle.getsockname(out) !== 0 || out.address === undefined || !out.port) return undefined
  return { address: canonicalHost(out.address), port: out.port }
}

/** `::` also takes IPv4 connections on every system that Node listens on by default. */
function covers(bound: string, address: string): boolean {
  if (address === '0.0.0.0' || address === '::') return isUnspecified(bound) || bound === '127.0.0.1' || bound === '::1'
  if (bound === address) return true
  if (bound === '::') return isLocal(address)
  return bound === '0.0.0.0' && !address.includes(':') && isLocal(address)
}

function isUnspecified(address: string): boolean {
  return address === '0.0.0.0' || address === '::'
}

function isLocal(address: string): boolean {
  if (address.startsWith('127.') || address === '::1' || address === 'localhost') return true
  return Object.values(networkInterfaces()).some((list) => list?.some((entry) => canonicalHost(entry.address) === address))
}

/** Abstract sockets (leading NUL) and Windows pipes are names, not files. */
function canonicalPath(path: string): string {
  return path.startsWith('\0') || path.startsWith('\\\\') ? path : resolve(path)
}
