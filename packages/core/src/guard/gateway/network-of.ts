import { readlinkSync } from '../node/original-fs.ts'

/** The network namespace of a process, as the kernel identifies it. Two processes share one when these are equal. */
export function networkOf(pid: number | 'self'): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`)
  } catch {
    return undefined
  }
}
