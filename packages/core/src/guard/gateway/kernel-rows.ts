import { closeSync, openSync, readSync } from '../node/original-fs.ts'
import { type End, parseEnd } from '../witness/kernel-tables.ts'

/** One TCP socket of this namespace. */
export interface Row {
  readonly state: 'opening' | 'listening' | 'other'
  readonly local: End
  readonly remote: End
  /** 0 once no process holds it. */
  readonly inode: number
}

/** Reads a table of the kernel repeatedly through one descriptor, since opening it costs more than reading it. */
export interface Table {
  lines(): readonly string[]
}

/** A table of this namespace, such as `tcp`. Empty where the kernel has none. */
export function openTable(name: string): Table {
  const chunk = Buffer.alloc(65_536)
  let descriptor: number
  try {
    descriptor = openSync(`/proc/self/net/${name}`, 'r')
  } catch {
    return { lines: () => [] }
  }
  return {
    lines: () => {
      let text = ''
      for (let at = 0; ;) {
        const length = readSync(descriptor, chunk, 0, chunk.length, at)
        if (length === 0) return text.split('\n')
        text += chunk.toString('latin1', 0, length)
        at += length
      }
    },
  }
}

/** Reads a table once. */
export function readTable(name: string, pid: number | 'self' = 'self'): readonly Row[] {
  const chunk = Buffer.alloc(65_536)
  let text = ''
  let descriptor: number
  try {
    descriptor = openSync(`/proc/${pid}/net/${name}`, 'r')
  } catch {
    return []
  }
  try {
    for (let length = -1; length !== 0;) {
      length = readSync(descriptor, chunk, 0, chunk.length, null)
      text += chunk.toString('latin1', 0, length)
    }
  } finally {
    closeSync(descriptor)
  }
  return text.split('\n').flatMap((line) => parseRow(line) ?? [])
}

/** Columns: slot, local end, remote end, state, …, with the inode as the tenth. */
export function parseRow(line: string): Row | undefined {
  const [, localEnd, remoteEnd, state = '', , , , , , inode] = line.trim().split(/\s+/)
  const [local, remote] = [parseEnd(localEnd), parseEnd(remoteEnd)]
  return local && remote && { state: states[state] ?? 'other', local, remote, inode: Number(inode) }
}

const states: Readonly<Record<string, Row['state']>> = { '02': 'opening', '0A': 'listening' }
