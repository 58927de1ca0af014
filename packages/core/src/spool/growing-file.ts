import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** Reads what was added to a file since the last time, line by line; a line without its end is kept for the next time. */
export interface GrowingFile {
  /** @throws Error when the file became shorter: somebody removed what was written. */
  readLines(): readonly string[]
}

/** Follows a file, which may not exist yet. */
export function followFile(path: string): GrowingFile {
  let offset = 0
  let rest: Buffer = Buffer.alloc(0)
  return {
    readLines: () => {
      const added = readFrom(path, offset)
      if (added === undefined || added.length === 0) return []
      offset += added.length
      const all = Buffer.concat([rest, added])
      const end = all.lastIndexOf(0x0a) + 1
      rest = all.subarray(end)
      return all
        .toString('utf8', 0, end)
        .split('\n')
        .filter((line) => line !== '')
    },
  }
}

function readFrom(path: string, offset: number): Buffer | undefined {
  const descriptor = open(path)
  if (descriptor === undefined) {
    if (offset > 0) throw new Error(`${path} was removed while its attempts were not told yet`)
    return undefined
  }
  try {
    const { size } = fstatSync(descriptor)
    if (size < offset) throw new Error(`${path} was cut short while its attempts were not told yet`)
    const buffer = Buffer.alloc(size - offset)
    const length = size === offset ? 0 : readSync(descriptor, buffer, 0, buffer.length, offset)
    return buffer.subarray(0, length)
  } finally {
    closeSync(descriptor)
  }
}

function open(path: string): number | undefined {
  try {
    return openSync(path, 'r')
  } catch {
    return undefined
  }
}
