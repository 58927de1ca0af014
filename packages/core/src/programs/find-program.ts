import { accessSync, closeSync, constants, openSync, readSync, realpathSync, statSync } from 'node:fs'
import { basename, delimiter, dirname, resolve, sep } from 'node:path'
import type { Program } from './classify-program.ts'

/** Where a program lies and what it is. */
export interface FoundProgram {
  /** Installed with the system, not by the project. */
  readonly isSystem: boolean
  /** Node itself, or a script that Node runs. */
  readonly isNode: boolean
}

const systemDirectories = [
  '/bin',
  '/sbin',
  '/usr/bin',
  '/usr/sbin',
  '/usr/local/bin',
  '/opt/homebrew/bin',
  '/usr/libexec',
]

/** Finds the file that the system would start; `undefined` where there is none, and the start fails by itself. */
export function findProgram({ file, env, cwd }: Program): FoundProgram | undefined {
  const path = locate(file, env, cwd)
  if (path === undefined) return undefined
  const real = realpathSync(path)
  return { isSystem: systemDirectories.includes(dirname(path)), isNode: isNode(real) || runsOnNode(real, env, cwd) }
}

function locate(file: string, env: Program['env'], cwd: string): string | undefined {
  if (file.includes('/') || file.includes(sep)) return executable(resolve(cwd, file))
  for (const directory of (env['PATH'] ?? '/usr/bin:/bin').split(delimiter)) {
    const found = executable(resolve(cwd, directory, file))
    if (found !== undefined) return found
  }
  return undefined
}

function executable(path: string): string | undefined {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile() ? path : undefined
  } catch {
    return undefined
  }
}

function isNode(path: string): boolean {
  return path === realpathSync(process.execPath) || /^node(?:js)?(?:\.exe)?$/.test(basename(path))
}

/** Scripts say on their first line what runs them; the shims of package managers are shell scripts that end in Node. */
function runsOnNode(path: string, env: Program['env'], cwd: string): boolean {
  const head = readHead(path)
  const [, interpreter = ''] = /^#!\s*([^\n]+)/.exec(head) ?? []
  if (interpreter === '') return false
  const words = interpreter.trim().split(/\s+/)
  const name = basename(words[0] ?? '') === 'env' ? words.slice(1).find((word) => !word.startsWith('-')) : words[0]
  if (name === undefined) return false
  if (basename(name) === 'sh') return isNodeShim(head)
  const found = locate(name, env, cwd)
  return found !== undefined && isNode(realpathSync(found))
}

/** As npm, pnpm and yarn write them into node_modules/.bin where they cannot link. */
function isNodeShim(script: string): boolean {
  return (
    /^#!\/bin\/sh\nbasedir=\$\(dirname "\$\(echo "\$0" \| sed/.test(script) &&
    /\n\s*exec "?(?:\$basedir\/)?node"?\s/.test(script)
  )
}

const headSize = 2048

function readHead(path: string): string {
  const buffer = Buffer.alloc(headSize)
  try {
    const descriptor = openSync(path, 'r')
    const length = readSync(descriptor, buffer, 0, headSize, 0)
    closeSync(descriptor)
    return buffer.toString('latin1', 0, length)
  } catch {
    return ''
  }
}
