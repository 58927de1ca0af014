import { isExecutable } from '../node/is-executable.ts'
import { realpathSync } from '../node/original-fs.ts'
import { basename, delimiter, dirname, isAbsolute, sep } from 'node:path'
import type { Program } from './program.ts'
import { goesPastPreload } from './node-flags.ts'
import { interpreterOf, isNodeItself, readHead } from './node-script.ts'
import { isNodeShim } from './node-shim.ts'

/** Where a program is and what it is. */
export interface FoundProgram {
  /** Installed with the system, not by the project. */
  readonly isSystem: boolean
  /** Node, a script that Node runs, a script of another program, or something else. */
  readonly kind: 'node' | 'node-script' | 'script' | 'other'
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

/** Finds the file that the system would start. `undefined` where there is none, and the start fails. */
export function findProgram(program: Program): FoundProgram | undefined {
  const path = locate(program)
  if (path === undefined) return undefined
  const isSystem = isInSystem(path)
  const real = realpathSync.native(path)
  return { isSystem, kind: kindOf(real, program) }
}

function kindOf(real: string, program: Program): FoundProgram['kind'] {
  if (isNodeItself(real, isInSystem(real))) return 'node'
  const head = readableHead(real)
  if (!head.startsWith('#!')) return 'other'
  return runsOnNode(real, head, program) ? 'node-script' : 'script'
}

/** A script that cannot be read counts as none: the system could not run it either. */
function readableHead(path: string): string {
  try {
    return readHead(path)
  } catch {
    return ''
  }
}

/** The path as the kernel follows it: `..` goes up from the target of a link. Node's own `realpathSync` goes up from the link. */
function locate({ file, env, cwd }: Program): string | undefined {
  if (file.includes('/') || file.includes(sep)) {
    const path = join(cwd, file)
    return isExecutable(path) ? path : undefined
  }
  for (const directory of (env['PATH'] ?? '/usr/bin:/bin').split(delimiter)) {
    const path = join(join(cwd, directory || '.'), file)
    if (isExecutable(path)) return path
  }
  return undefined
}

function join(directory: string, path: string): string {
  return isAbsolute(path) ? path : `${directory}${sep}${path}`
}

function isInSystem(path: string): boolean {
  return systemDirectories.includes(dirname(path)) && systemDirectories.includes(realpathSync.native(dirname(path)))
}

/** The first line of a script names its interpreter. */
function runsOnNode(path: string, head: string, program: Program): boolean {
  try {
    const [file, ...args] = interpreterOf(head) ?? []
    if (file === undefined) return false
    if (basename(file) === 'sh') return isNodeShim(path)
    const interpreter = locate({ ...program, file })
    if (interpreter === undefined || goesPastPreload(args)) return false
    const real = realpathSync.native(interpreter)
    return isNodeItself(real, isInSystem(real))
  } catch {
    return false
  }
}
