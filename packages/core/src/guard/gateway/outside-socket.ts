import { readlinkSync } from '../node/original-fs.ts'
import { createKernelTables } from '../witness/kernel-tables.ts'

/** Whether a descriptor of this process is a socket that stays in the network of this process, wherever a program takes it. */
export function isOutsideSocket(descriptor: number): boolean {
  const inode = inodeOf(descriptor)
  return (
    inode !== undefined &&
    !createKernelTables()
      .unix(new Set([inode]))
      .has(inode)
  )
}

function inodeOf(descriptor: number): number | undefined {
  try {
    const [, inode] = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/self/fd/${descriptor}`)) ?? []
    return inode === undefined ? undefined : Number(inode)
  } catch {
    // What is not open cannot be handed on.
    return undefined
  }
}
