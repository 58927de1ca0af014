import { isRunning } from '../node/is-running.ts'
import { fstatSync, readlinkSync, statSync } from '../node/original-fs.ts'

/** A listener as other processes and threads of the same run are told of it. */
export type BoundAt = BoundPort | BoundPath

/** A port; `only6` where an address for IPv6 takes no IPv4 connections. */
export interface BoundPort {
  readonly kind: 'tcp' | 'udp'
  readonly address: string
  readonly port: number
  readonly only6?: boolean | undefined
  /** Bound, and not listening yet. */
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

/** What a listener ends with: its process, and where the system tells that, its socket. */
export interface Life {
  readonly pid: number
  readonly descriptor?: number | undefined
  readonly inode?: number | undefined
}

/** When something happened: in milliseconds since the epoch, and how many listeners of others had been published then. */
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

/** Whether it goes on. A socket of a thread ends with that thread, and its number may be another's by then. */
export function isAlive({ pid, descriptor, inode }: Life): boolean {
  if (descriptor === undefined) return isRunning(pid)
  try {
    return readlinkSync(`/proc/${pid}/fd/${descriptor}`) === `socket:[${inode}]`
  } catch (error) {
    // A process of another user, or one that hides, is there.
    return typeof error === 'object' && error !== null && /^E(?:PERM|ACCES)$/.test(String(Reflect.get(error, 'code')))
  }
}

/** Which file is at a path now; nothing for a name that is no file. Numbers of files are used again, times of birth are not. */
export function fileAt(path: string): string | undefined {
  try {
    const { dev, ino, birthtimeNs } = statSync(path, { bigint: true })
    return `${dev}:${ino}:${birthtimeNs}`
  } catch {
    return undefined
  }
}
