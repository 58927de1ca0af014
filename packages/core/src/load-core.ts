import { dirname, join } from 'node:path'
import { Script } from 'node:vm'
import {
  accessSync,
  constants,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFile,
} from './guard/node/original-fs.ts'
import { readInvitation } from './guard/spool/invitation.ts'
import { directoryOfTicket } from './guard/spool/spool-paths.ts'
import type * as wholeCore from './core.ts'

/**
 * Loads the core from V8's code cache of an earlier process, since compiling it takes longer than running it.
 *
 * The cache is next to the code, so only someone who can change the code can change the cache. If that folder is
 * read-only, children use the directory of the run, which belongs to this user. V8 itself rejects a cache of other flags.
 */
const path = join(__dirname, 'core.cjs')

/** Set by the build. */
declare const packageVersion: string

/** The core: one copy for all entries of the package. A sandbox with its own globals gets a copy that uses those. */
export const core: typeof wholeCore = hasOwnGlobals() ? (require(path) as typeof wholeCore) : loadCompiled()

function loadCompiled(): typeof wholeCore {
  const name = nameOfCompiled()
  const files = [__dirname, ...directoryOfRun()].map((directory) => join(directory, name))
  const cachedData = readFirst(files)
  const script = new Script(wrapped(readFileSync(path, 'latin1')), {
    filename: path,
    ...(cachedData && { cachedData }),
  })
  let isKept = cachedData !== undefined && script.cachedDataRejected !== true
  const keepCompiled = (): void => {
    if (!isKept && process.env['NODE_DISABLE_COMPILE_CACHE'] === undefined) keep(script, files)
    isKept = true
  }
  const loaded = { exports: {} as typeof wholeCore }
  const run = script.runInThisContext() as (...args: unknown[]) => void
  run(loaded.exports, require, loaded, path, __dirname, keepCompiled)
  return loaded.exports
}

/** Whether this is the `vm` context of a test runner, where functions of Node come from another realm. */
function hasOwnGlobals(): boolean {
  return Object.getPrototypeOf(readFileSync) !== Function.prototype
}

function directoryOfRun(): string[] {
  const ticket = readInvitation(process.env)?.ticket
  return ticket === undefined ? [] : [directoryOfTicket(ticket)]
}

function nameOfCompiled(): string {
  const { mtimeMs, size } = statSync(path)
  const { arch, versions } = process
  return `core-${packageVersion}-${size}-${Math.trunc(mtimeMs)}-${versions.v8}-${arch}.compiled`
}

/** As Node wraps a module. Node's own function for that is in a module that few programs load. */
function wrapped(source: string): string {
  return `(function (exports, require, module, __filename, __dirname, keepCompiled) { ${source}\n})`
}

function readFirst([file, ...others]: readonly string[]): Buffer | undefined {
  if (file === undefined) return undefined
  try {
    return readFileSync(file)
  } catch {
    return readFirst(others)
  }
}

/** Writes the cache to the first writable folder, atomically, since another process may read it at any moment. */
function keep(script: Script, files: readonly string[]): void {
  const places = files.filter((file) => isWritable(dirname(file)))
  if (places.length === 0) return
  const compiled = script.createCachedData()
  places.find((file) => writeWhole(file, compiled))
}

function writeWhole(file: string, content: Buffer): boolean {
  const unfinished = `${file}.${process.hrtime.bigint()}`
  try {
    writeFile(unfinished, content)
    renameSync(unfinished, file)
    return true
  } catch {
    // The disk is full, or the run is over and its directory gone. The next process compiles for itself.
    rmSync(unfinished, { force: true })
    return false
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
