import { limitStack } from '../../evidence/record/limit-stack.ts'
import { fstatSync, readdirSync } from '../node/original-fs.ts'

/** The sockets that this process holds now, as the kernel numbers them: inode to descriptor. */
export type Sockets = ReadonlyMap<number, number>

/** A socket that this process holds. */
export type HeldSocket = readonly [descriptor: number, inode: number]

/** Every socket of this process. `undefined` where there is no `/proc`, or the permission model forbids reading it. */
export function heldSockets(): readonly HeldSocket[] | undefined {
  try {
    return socketsAmong(readdirSync('/proc/self/fd').map(Number))
  } catch {
    return undefined
  }
}

/** The same sockets by inode. `undefined` where they cannot be read. */
export function readSockets(): Sockets | undefined {
  const held = heldSockets()
  return held && new Map(held.map(([descriptor, inode]) => [inode, descriptor]))
}

/**
 * Those of the descriptors that are sockets, each with its inode, which is the number that `/proc/net` lists. `fstat` on
 * each takes about 3 µs, half as long as reading the links in `/proc/self/fd`.
 */
export function socketsAmong(descriptors: readonly number[]): readonly HeldSocket[] {
  const restore = limitStack(0)
  try {
    return descriptors.flatMap((descriptor) => {
      const inode = inodeOf(descriptor)
      return inode === undefined ? [] : [[descriptor, inode]]
    })
  } finally {
    restore()
  }
}

function inodeOf(descriptor: number): number | undefined {
  try {
    const found = fstatSync(descriptor)
    return found.isSocket() ? found.ino : undefined
  } catch {
    // The listing includes the descriptor of the folder itself, and a thread of an addon may close one at any time.
    return undefined
  }
}
