import { isRunning } from '../node/is-running.ts'
import { fstatSync, readlinkSync, statSync } from '../node/original-fs.ts'

/** A listener as published to the other processes and threads of the run. */
export type BoundAt = BoundPort | BoundPath

/** A port. `only6` means that a listener on an IPv6 address takes no IPv4 connections. */
export interface BoundPort {
  readonly kind: 'tcp' | 'udp'
  readonly address: string
  readonly port: number
  readonly only6?: boolean | undefined
  /** Bound but not listening yet. */
  readonly isBoundOnly?: boolean | undefined
  readonly life?: Life | undefined
}

/** The path of a unix socket, and the file there. */
export interface BoundPath {
  readonly kind: 'path'
  readonly path: string
  readonly file?: string | undefined
  readonly life?: Life | undefined
}

/** What a listener ends with: its process and, where the system exposes it, its socket. */
export interface Life {
  readonly pid: number
  readonly descriptor?: number | undefined
  readonly inode?: number | undefined
}

/** When something happened: in milliseconds since the epoch, and by the number of listeners that others had published. */
export interface Moment {
  readonly at: number
  readonly seen: number
}

/** The life of a native handle of this process. */
export function lifeOf(handle: object): Life {
  const { pid, platform } = process
  const descriptor: unknown = Reflect.get(handle, 'fd')
  if (platform !== 'linux' || typeof descriptor !== 'number' || descriptor < 0) return { pid }
  try {
    return { pid, descriptor, inode: fstatSync(descriptor).ino }
  } catch {
    return { pid }
  }
}

/** Whether it still exists. A thread's socket ends with the thread, and another socket may reuse its number. */
export function isAlive({ pid, descriptor, inode }: Life): boolean {
  if (descriptor === undefined) return isRunning(pid)
  try {
    return readlinkSync(`/proc/${pid}/fd/${descriptor}`) === `socket:[${inode}]`
  } catch (error) {
    // The process exists, but belongs to another user or is hidden.
    return typeof error === 'object' && error !== null && /^E(?:PERM|ACCES)$/.test(String(Reflect.get(error, 'code')))
  }
}

/** Identifies the file at a path now. `undefined` for a name that is not a file. Inode numbers are reused, birth times are not. */
export function fileAt(path: string): string | undefined {
  try {
    const { dev, ino, birthtimeNs } = statSync(path, { bigint: true })
    return `${dev}:${ino}:${birthtimeNs}`
  } catch {
    return undefined
  }
}
