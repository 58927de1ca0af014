import { dirname, join } from 'node:path'
import { Script } from 'node:vm'
import {
  accessSync,
  closeSync,
  constants,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFile,
} from './guard/node/original-fs.ts'
import { readInvitation } from './guard/spool/invitation.ts'
import { directoryOfTicket } from './guard/spool/spool-paths.ts'
import type { Kept } from './guard/node/kept.ts'
import type * as wholeCore from './core.ts'

/**
 * Loads the core with what earlier processes have kept: V8's code cache, since compiling the core takes longer than
 * running it, and the list of channels that were seen to work on this Node.
 *
 * Both are next to the code, so only someone who can change the code can change them. If that folder is read-only,
 * children use the directory of the run, which belongs to this user. V8 itself rejects a cache of other flags.
 */
const path = join(__dirname, 'core.cjs')
const isOff = process.env['NODE_DISABLE_COMPILE_CACHE'] !== undefined

/** More than the largest file. Memory that nothing is read into costs nothing, and what is used twice costs once. */
const room = 1 << 20

/** Set by the build. */
declare const packageVersion: string

/** The core: one copy for all entries of the package. A sandbox with its own globals gets a copy that uses those. */
export const core: typeof wholeCore = hasOwnGlobals() ? (require(path) as typeof wholeCore) : loadCompiled()

function loadCompiled(): typeof wholeCore {
  const files = [__dirname, ...directoryOfRun()].map((directory) => join(directory, nameOfKept()))
  const memory = Buffer.allocUnsafeSlow(room)
  const source = readModule(memory)
  const cachedData = isOff ? undefined : readFirst(files.map(compiledOf), (file) => readInto(memory, 0, file))
  const script = new Script(source, { filename: path, ...(cachedData && { cachedData }) })
  const loaded = { exports: {} as typeof wholeCore }
  const run = script.runInThisContext() as (...args: unknown[]) => void
  run(loaded.exports, require, loaded, path, __dirname, keptIn(files, script, cachedData))
  return loaded.exports
}

function keptIn(files: readonly string[], script: Script, cachedData: Buffer | undefined): Kept {
  let isKept = isOff || (cachedData !== undefined && script.cachedDataRejected !== true)
  return {
    keepCode: () => {
      if (!isKept) keep(files.map(compiledOf), () => script.createCachedData())
      isKept = true
    },
    readProofs: () => (isOff ? '' : (readFirst(files.map(provenOf), (file) => readFileSync(file, 'latin1')) ?? '')),
    keepProofs: (text) => {
      if (!isOff) keep(files.map(provenOf), () => text)
    },
  }
}

/** Whether this is the `vm` context of a test runner, where functions of Node come from another realm. */
function hasOwnGlobals(): boolean {
  return Object.getPrototypeOf(readFileSync) !== Function.prototype
}

function directoryOfRun(): string[] {
  const ticket = readInvitation(process.env)?.ticket
  return ticket === undefined ? [] : [directoryOfTicket(ticket)]
}

function compiledOf(file: string): string {
  return `${file}.compiled`
}

function provenOf(file: string): string {
  return `${file}.proven`
}

function nameOfKept(): string {
  const { mtimeMs, size } = statSync(path)
  const { arch, versions } = process
  // V8 refuses code compiled without this flag, and the processes of one run may differ in it.
  const collects = Reflect.has(globalThis, 'gc') ? '-gc' : ''
  return `core-${packageVersion}-${size}-${Math.trunc(mtimeMs)}-${versions.v8}-${arch}${collects}`
}

/** The core as Node wraps a module. Node's own function for that is in a module that few programs load. */
function readModule(memory: Buffer): string {
  const start = memory.write('(function (exports, require, module, __filename, __dirname, kept) { ', 'latin1')
  const end = start + readInto(memory, start, path).length
  return memory.toString('latin1', 0, end + memory.write('\n})', end, 'latin1'))
}

function readInto(memory: Buffer, at: number, file: string): Buffer {
  const descriptor = openSync(file, 'r')
  try {
    let end = at
    for (let read = -1; read !== 0; end += read) read = readSync(descriptor, memory, end, memory.length - end, null)
    return memory.subarray(at, end)
  } finally {
    closeSync(descriptor)
  }
}

/** What the first of these files that can be read contains. */
function readFirst<T>([file, ...others]: readonly string[], read: (file: string) => T): T | undefined {
  if (file === undefined) return undefined
  try {
    return read(file)
  } catch {
    return readFirst(others, read)
  }
}

/** Writes to the first writable folder, atomically, since another process may read the file at any moment. */
function keep(files: readonly string[], create: () => Buffer | string): void {
  const places = files.filter((file) => isWritable(dirname(file)))
  if (places.length === 0) return
  const content = create()
  places.find((file) => writeWhole(file, content))
}

function writeWhole(file: string, content: Buffer | string): boolean {
  const unfinished = `${file}.${process.hrtime.bigint()}`
  try {
    writeFile(unfinished, content)
    renameSync(unfinished, file)
    return true
  } catch {
    // The disk is full, or the run is over and its directory gone. The next process does without.
    remove(unfinished)
    return false
  }
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch {
    // Node's permission model refuses that where it has refused to write.
  }
}

function isWritable(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK)
    return true
  } catch {
    return false
  }
}
