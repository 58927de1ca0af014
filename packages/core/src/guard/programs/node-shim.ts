import { readFileSync } from '../node/original-fs.ts'
import { basename, dirname } from 'node:path'
import { goesPastPreload } from './node-flags.ts'

/**
 * Shims that package managers write into node_modules/.bin where they cannot link: shell scripts that find their own
 * folder and end by running Node.
 *
 * They differ by package manager and version, but use the same words. A shim with another word was changed by someone.
 */
export function isNodeShim(path: string): boolean {
  if (basename(dirname(path)) !== '.bin' || basename(dirname(dirname(path))) !== 'node_modules') return false
  const [first = '', ...lines] = readFileSync(path, 'latin1').split('\n')
  const calls = lines.filter((line) => /^\s*exec\s/.test(line))
  return /^#! ?\/bin\/sh$/.test(first.trim()) && calls.length > 0 && lines.every(isKnownLine)
}

function isKnownLine(line: string): boolean {
  if (/^\s*#/.test(line) || searchPath.test(line)) return true
  const [, args] = call.exec(line) ?? []
  if (args !== undefined) return !goesPastPreload(args.trim().split(/\s+/))
  return (line.match(/-?[A-Za-z]\w*/g) ?? []).every((word) => words.has(word))
}

/** `exec node`, its flags, the script and the caller's arguments: one command in which only the folder is computed. */
const call =
  /^\s*exec\s+(?:node|"\$basedir\/node(?:\.exe)?"|node\.exe)\s+((?:-[\w=./-]+\s+)*(?:"\$\w+(?:\/[^"$`\\]*)?"|'[^']*'|[\w./-])*\s*"\$@")\s*$/

const searchPath = /^\s*export NODE_PATH=(?:"(?:[^"$`\\]|\$(?:NODE_PATH|basedir\w*))*"|'[^']*'|[:/])+$/

const words: ReadonlySet<string> = new Set(
  `if then elif else fi case esac in while do done cd pwd exit unset read export command echo printf sed dirname uname readlink
  cygpath wslpath -x -n -z -r -ne -L -P -e -w -v -p -lt -gt s g w n r dev null usr bin proc version CYGWIN MINGW MSYS MSYS2 WSL2 basedir
  basedir_abs basedir_win caller_path caller_path_set helper_path run_helper rest dir link target hops exe msys os true set
  node node_modules PATH PATH-set CDPATH NODE_PATH converted path`.split(/\s+/),
)
