import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Script } from 'node:vm'
import { readInvitation } from './guard/spool/invitation.ts'
import { compiledPath } from './guard/spool/spool-paths.ts'

/**
 * Loads the preload, in a child of a guarded test from what V8 compiled for an earlier child of the same run: to compile it
 * takes longer than to run it.
 *
 * What V8 compiled lies in the directory of the run, which only this user can write to. V8 itself refuses what another
 * version or other flags have made.
 */
const preload = join(__dirname, 'preload.cjs')
const ticket = readInvitation(process.env)?.ticket
const cache = ticket === undefined ? undefined : compiledPath(ticket)
const cachedData = cache === undefined ? undefined : read(cache)
const script = new Script(wrapped(readFileSync(preload, 'utf8')), {
  filename: preload,
  ...(cachedData && { cachedData }),
})
const loaded = { exports: {} }
const run = script.runInThisContext() as (...args: unknown[]) => void
run(loaded.exports, require, loaded, preload, __dirname)
// At the end it also holds the functions that were used.
if (cache !== undefined && !cachedData) process.once('exit', () => keep(script, cache))

/** As Node wraps a module; its own function for that lies in a module that few programs load. */
function wrapped(source: string): string {
  return `(function (exports, require, module, __filename, __dirname) { ${source}\n})`
}

function read(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}

/** Complete or not at all: another child may read it at any moment. */
function keep(compiled: Script, file: string): void {
  try {
    const unfinished = `${file}.${process.pid}`
    writeFileSync(unfinished, compiled.createCachedData())
    renameSync(unfinished, file)
  } catch {
    // The run is over, or the disk is full: the next child compiles for itself.
  }
}
