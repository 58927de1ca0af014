import { readdirSync, readFileSync, readlinkSync } from '../node/original-fs.ts'
import { createKernelTables } from '../witness/kernel-tables.ts'

/** Whether a descriptor of this process is a socket. It stays in the network of this process, whichever program inherits it. */
export function isOutsideSocket(descriptor: number): boolean {
  return outsideSocketsOf([descriptor]).length > 0
}

/** Sockets that every program started by this process inherits: native code opened them without `O_CLOEXEC`. */
export function inheritedSockets(): readonly number[] {
  return outsideSocketsOf(listDescriptors().filter((descriptor) => descriptor > 2 && isInherited(descriptor)))
}

function outsideSocketsOf(descriptors: readonly number[]): readonly number[] {
  const inodes = descriptors.map(inodeOf)
  const sockets = new Set(inodes.filter((inode) => inode !== undefined))
  if (sockets.size === 0) return []
  const unix = createKernelTables().unix(sockets)
  return descriptors.filter((_, at) => {
    const inode = inodes[at]
    return inode !== undefined && !unix.has(inode)
  })
}

function listDescriptors(): readonly number[] {
  try {
    return readdirSync('/proc/self/fd').map(Number)
  } catch {
    // Where the list is missing, there is no namespace either.
    return []
  }
}

/** Whether `O_CLOEXEC` is missing among its flags, which the kernel prints as octal digits. */
function isInherited(descriptor: number): boolean {
  try {
    if (!readlinkSync(`/proc/self/fd/${descriptor}`).startsWith('socket:')) return false
    const [, flags = ''] = /^flags:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'latin1')) ?? []
    return (Number.parseInt(flags, 8) & closedOnStart) === 0
  } catch {
    // The descriptor of the list itself was open while it was read.
    return false
  }
}

const closedOnStart = 0o2_000_000

function inodeOf(descriptor: number): number | undefined {
  try {
    const [, inode] = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/self/fd/${descriptor}`)) ?? []
    return inode === undefined ? undefined : Number(inode)
  } catch {
    // A closed descriptor cannot be inherited.
    return undefined
  }
}
