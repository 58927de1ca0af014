import { closeSync, constants, fstatSync, openSync, readSync, utimesSync } from 'node:fs'

/** What was added to a file since the last time, line by line; a line without its end is kept for the next time. */
export interface GrowingFile {
  read(): Growth
}

export interface Growth {
  readonly lines: readonly string[]
  /** Why lines may be missing; told once each time it happens. */
  readonly problem?: string
}

/** Longer lines are nobody's evidence. */
const longest = 1_000_000

const chunk = Buffer.alloc(65_536)

/** Follows a file; where it `mustExist`, that it does not is a problem. */
export function followFile(path: string, mustExist = false): GrowingFile {
  let offset = 0
  let rest: Buffer = Buffer.alloc(0)
  let isMissing = false
  let isReadOnly = false
  return {
    read: () => {
      // What cannot be written here, others could not write either, and may have had something to tell.
      const writable = mustExist && !isReadOnly ? open(path, constants.O_RDWR) : undefined
      const descriptor = writable ?? open(path, constants.O_RDONLY)
      if (descriptor === undefined) {
        const isNews = mustExist && !isMissing
        isMissing = true
        ;[offset, rest] = [0, Buffer.alloc(0)]
        // Whoever writes next finds it again, if the directory is still there.
        if (mustExist) close(open(path, constants.O_WRONLY | constants.O_CREAT))
        return {
          lines: [],
          ...(isNews && { problem: `${path} was removed, or could not be written, before all of it was read` }),
        }
      }
      isMissing = false
      try {
        const { size, mtimeMs } = fstatSync(descriptor)
        const turnedReadOnly = mustExist && !isReadOnly && writable === undefined
        isReadOnly ||= turnedReadOnly
        const problem = turnedReadOnly ? `${path} cannot be written any more` : problemOf(path, size < offset, mtimeMs)
        if (size < offset) [offset, rest] = [0, Buffer.alloc(0)]
        const added = readFrom(descriptor, offset, size)
        offset += added.length
        const all = Buffer.concat([rest, added])
        const end = all.lastIndexOf(0x0a) + 1
        rest = all.subarray(end, end + longest)
        return { lines: linesOf(all.toString('utf8', 0, end)), ...(problem !== undefined && { problem }) }
      } finally {
        closeSync(descriptor)
      }
    },
  }
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '' && line.length <= longest)
}

function problemOf(path: string, isShorter: boolean, mtimeMs: number): string | undefined {
  if (isShorter) return `${path} was cut short before all of it was read`
  if (mtimeMs !== 0) return undefined
  const now = new Date()
  utimesSync(path, now, now)
  return 'a process could not write its evidence'
}

function readFrom(descriptor: number, offset: number, size: number): Buffer {
  const parts: Buffer[] = []
  for (let at = offset; at < size;) {
    const length = readSync(descriptor, chunk, 0, Math.min(chunk.length, size - at), at)
    if (length === 0) break
    parts.push(Buffer.from(chunk.subarray(0, length)))
    at += length
  }
  return Buffer.concat(parts)
}

function open(path: string, flags: number): number | undefined {
  try {
    return openSync(path, flags, 0o600)
  } catch {
    return undefined
  }
}

function close(descriptor: number | undefined): void {
  if (descriptor !== undefined) closeSync(descriptor)
}
