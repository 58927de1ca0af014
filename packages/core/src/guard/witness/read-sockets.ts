import type { fstatSync } from 'node:fs'
import { limitStack } from '../../evidence/record/limit-stack.ts'

/** The sockets that this process holds now, as the kernel numbers them: inode to descriptor. */
export type Sockets = ReadonlyMap<number, number>

/**
 * Reads the sockets of this process. `undefined` where there is no `/proc`, or the permission model forbids reading it.
 *
 * The inode of an open descriptor is the number that `/proc/net` lists for a socket. `fstat` on each descriptor takes
 * about 3 µs, half as long as reading the links in `/proc/self/fd`.
 */
export function createSocketReader(): () => Sockets | undefined {
  // Taken now, before code under test can replace them.
  const { readdirSync, fstatSync: stat } = process.getBuiltinModule('node:fs')
  return () => {
    const sockets = new Map<number, number>()
    const restore = limitStack(0)
    try {
      for (const descriptor of readdirSync('/proc/self/fd').map(Number)) {
        const inode = inodeOf(stat, descriptor)
        if (inode !== undefined) sockets.set(inode, descriptor)
      }
    } catch {
      return undefined
    } finally {
      restore()
    }
    return sockets
  }
}

function inodeOf(stat: typeof fstatSync, descriptor: number): number | undefined {
  try {
    const found = stat(descriptor)
    return found.isSocket() ? found.ino : undefined
  } catch {
    // The listing includes the descriptor of the folder itself, and a thread of an addon may close one at any time.
    return undefined
  }
}
