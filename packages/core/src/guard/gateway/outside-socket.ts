import { readFileSync } from '../node/original-fs.ts'
import { createKernelTables } from '../witness/kernel-tables.ts'
import { heldSockets, type HeldSocket, socketsAmong } from '../witness/read-sockets.ts'

/** Whether a descriptor of this process is a socket. It stays in the network of this process, whichever program inherits it. */
export function isOutsideSocket(descriptor: number): boolean {
  return outside(socketsAmong([descriptor])).length > 0
}

/** Sockets that every program started by this process inherits: native code opened them without `O_CLOEXEC`. */
export function inheritedSockets(): readonly number[] {
  // Where they cannot be read, there is no namespace either.
  const sockets = heldSockets() ?? []
  return outside(sockets.filter(([descriptor]) => descriptor > 2 && isInherited(descriptor)))
}

/** The descriptors of those that are not unix sockets. */
function outside(sockets: readonly HeldSocket[]): readonly number[] {
  if (sockets.length === 0) return []
  const unix = createKernelTables().unix(new Set(sockets.map(([, inode]) => inode)))
  return sockets.filter(([, inode]) => !unix.has(inode)).map(([descriptor]) => descriptor)
}

/** Whether `O_CLOEXEC` is missing among its flags, which the kernel prints as octal digits. */
function isInherited(descriptor: number): boolean {
  try {
    const [, flags = ''] = /^flags:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'latin1')) ?? []
    return (Number.parseInt(flags, 8) & closedOnStart) === 0
  } catch {
    // A closed descriptor cannot be inherited.
    return false
  }
}

const closedOnStart = 0o2_000_000
