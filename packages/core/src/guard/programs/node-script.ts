import { closeSync, openSync, readSync, statSync } from '../node/original-fs.ts'
import { basename } from 'node:path'

/** A copy of another program under Node's name is smaller. Where Node itself is smaller, its code is in a shared library of the system. */
const leastSize = 20_000_000

/** Whether a file is Node itself, links followed. */
export function isNodeItself(path: string, isSystem: boolean): boolean {
  try {
    const file = statSync(path)
    const own = statSync(process.execPath)
    if (file.dev === own.dev && file.ino === own.ino) return true
    if (!/^node(?:js)?(?:\.exe)?$/.test(basename(path)) || readHead(path).startsWith('#!')) return false
    return isSystem || file.size >= leastSize
  } catch {
    return false
  }
}

/** The interpreter on the first line of a script, as a command. `undefined` where it is not a plain call. */
export function interpreterOf(head: string): readonly string[] | undefined {
  const [, line = ''] = /^#!\s*([^\n]+)/.exec(head) ?? []
  const [file = '', ...args] = line.trim().split(/\s+/)
  if (basename(file) !== 'env') return file === '' ? undefined : [file, ...args]
  const words = args[0] === '-S' ? args.slice(1) : args
  // `env` can also clear the environment, or set variables in it.
  return words[0] === undefined || /^-|=/.test(words[0]) ? undefined : words
}

/** Used for each file in turn: new memory costs more than the read. */
const memory = Buffer.allocUnsafeSlow(512)

/** The first bytes of a file. Those of a script begin with `#!`. */
export function readHead(path: string): string {
  const descriptor = openSync(path, 'r')
  try {
    return memory.toString('latin1', 0, readSync(descriptor, memory, 0, memory.length, 0))
  } finally {
    closeSync(descriptor)
  }
}
