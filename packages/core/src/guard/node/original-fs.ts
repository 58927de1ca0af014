import type fs from 'node:fs'

// Programs and tests replace functions of `fs`. The guard's own reads and writes must not go through them, so it uses a
// copy of this module that is loaded before they run.
const original: typeof fs = process.getBuiltinModule('node:fs')

export const accessSync: typeof fs.accessSync = original.accessSync
export const closeSync: typeof fs.closeSync = original.closeSync
export const existsSync: typeof fs.existsSync = original.existsSync
export const fstatSync: typeof fs.fstatSync = original.fstatSync
export const mkdtempSync: typeof fs.mkdtempSync = original.mkdtempSync
export const openSync: typeof fs.openSync = original.openSync
export const readFileSync: typeof fs.readFileSync = original.readFileSync
export const readSync: typeof fs.readSync = original.readSync
export const readdirSync: typeof fs.readdirSync = original.readdirSync
export const readlinkSync: typeof fs.readlinkSync = original.readlinkSync
export const realpathSync: typeof fs.realpathSync = original.realpathSync
export const renameSync: typeof fs.renameSync = original.renameSync
export const rmSync: typeof fs.rmSync = original.rmSync
export const statSync: typeof fs.statSync = original.statSync
export const symlinkSync: typeof fs.symlinkSync = original.symlinkSync
export const unlinkSync: typeof fs.unlinkSync = original.unlinkSync
export const utimesSync: typeof fs.utimesSync = original.utimesSync
export const writeSync: typeof fs.writeSync = original.writeSync
export const constants: typeof fs.constants = original.constants

/** Writes a whole file. Node's own `writeFileSync` would call a replaced `fs.openSync`. */
export function writeFile(path: string, content: string | Uint8Array, flag: 'w' | 'a' = 'w'): void {
  const file = openSync(path, flag)
  try {
    let rest: Uint8Array = typeof content === 'string' ? Buffer.from(content) : content
    while (rest.length > 0) rest = rest.subarray(writeSync(file, rest))
  } finally {
    closeSync(file)
  }
}
