import { closeSync, constants, fstatSync, openSync, readSync, utimesSync } from '../node/original-fs.ts'

/** Reads what was added to a file since the last time, line by line. An incomplete line is kept for the next time. */
export interface GrowingFile {
  read(): Growth
}

export interface Growth {
  readonly lines: readonly string[]
  /** Why lines may be missing. Returned once for each time it happens. */
  readonly problem?: string
}

/** In bytes. Longer lines are not evidence, since `writeLine` writes none. */
const longest = 1_000_000

const chunk = Buffer.alloc(65_536)
const NOTHING: Buffer = Buffer.alloc(0)

/** Follows a file. With `mustExist`, a missing file is a problem. */
export function followFile(path: string, mustExist = false): GrowingFile {
  const at: Position = { offset: 0, rest: NOTHING, isMissing: false, isReadOnly: false, isTorn: false }
  return {
    read: () => {
      // Where this process cannot write, other processes could not either, and their evidence may be missing.
      const writable = mustExist && !at.isReadOnly ? open(path, constants.O_RDWR) : undefined
      const descriptor = writable ?? open(path, constants.O_RDONLY)
      if (descriptor === undefined) return missFile(path, mustExist, at)
      at.isMissing = false
      try {
        const turnedReadOnly = mustExist && !at.isReadOnly && writable === undefined
        at.isReadOnly ||= turnedReadOnly
        const problem = turnedReadOnly ? `${path} can no longer be written` : undefined
        return readGrowth({ path, descriptor, mustExist, problem }, at)
      } finally {
        closeSync(descriptor)
      }
    },
  }
}

/** How far a file has been read, and what is known to be wrong with it. */
interface Position {
  offset: number
  /** What was read of a line that is not complete yet. */
  rest: Buffer
  isMissing: boolean
  isReadOnly: boolean
  isTorn: boolean
}

function missFile(path: string, mustExist: boolean, at: Position): Growth {
  const isNews = mustExist && !at.isMissing
  Object.assign(at, { isMissing: true, offset: 0, rest: NOTHING })
  // Makes the file again for the next writer, if the directory still exists.
  if (mustExist) close(open(path, constants.O_WRONLY | constants.O_CREAT))
  return {
    lines: [],
    ...(isNews && { problem: `${path} was removed, or could not be written, before all of it was read` }),
  }
}

interface OpenFile {
  readonly path: string
  readonly descriptor: number
  readonly mustExist: boolean
  readonly problem: string | undefined
}

function readGrowth({ path, descriptor, mustExist, problem: known }: OpenFile, at: Position): Growth {
  const { size, mtimeMs } = fstatSync(descriptor)
  const problem = known ?? problemOf(path, size < at.offset, mtimeMs)
  if (size < at.offset) Object.assign(at, { offset: 0, rest: NOTHING })
  const added = readAdded(descriptor, size, mustExist, at)
  at.offset += added.length
  const all = Buffer.concat([at.rest, added])
  const end = all.lastIndexOf(0x0a) + 1
  // One byte too many, so that the end of the line shows that some were omitted.
  at.rest = all.subarray(end, end + longest + 1)
  const { lines, isWhole } = linesOf(all.toString('utf8', 0, end))
  const turnedTorn = mustExist && !at.isTorn && at.rest.length > 0
  at.isTorn = at.rest.length > 0
  const reported = problem ?? (isWhole && !turnedTorn ? undefined : `a line of ${path} is incomplete`)
  return { lines, ...(reported !== undefined && { problem: reported }) }
}

function readAdded(descriptor: number, size: number, mustExist: boolean, { offset, isTorn }: Position): Buffer {
  if (size === offset) return NOTHING
  return mustExist ? readLines(descriptor, offset, isTorn) : readFrom(descriptor, offset)
}

function linesOf(text: string): { readonly lines: string[]; readonly isWhole: boolean } {
  const all = text.split('\n').filter((line) => line !== '')
  const lines = all.filter((line) => line.length * 3 <= longest || Buffer.byteLength(line) <= longest)
  return { lines, isWhole: lines.length === all.length }
}

function problemOf(path: string, isShorter: boolean, mtimeMs: number): string | undefined {
  if (isShorter) return `${path} was cut short before all of it was read`
  if (mtimeMs !== 0) return undefined
  const now = new Date()
  utimesSync(path, now, now)
  return 'a process could not write its evidence'
}

/** What was added. Where its last line is incomplete, its writer may be about to finish it. */
function readLines(descriptor: number, offset: number, isTorn: boolean): Buffer {
  let added = readFrom(descriptor, offset)
  const turns = isTorn ? 0 : 4
  for (let turn = 0; turn < turns && added.length > 0 && added.at(-1) !== 0x0a; turn += 1) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    added = Buffer.concat([added, readFrom(descriptor, offset + added.length)])
  }
  return added
}

function readFrom(descriptor: number, offset: number): Buffer {
  const parts: Buffer[] = []
  for (let at = offset; ;) {
    const length = readSync(descriptor, chunk, 0, chunk.length, at)
    if (length === 0) return Buffer.concat(parts)
    parts.push(Buffer.from(chunk.subarray(0, length)))
    at += length
  }
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
