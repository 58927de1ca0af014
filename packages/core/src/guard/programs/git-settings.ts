import { builtins } from '../node/builtins.ts'
import { isExecutable } from '../node/is-executable.ts'
import { readdirSync } from '../node/original-fs.ts'
import type { Program } from './program.ts'

/** The configuration that git would read for a command, by lower-case name: system, user, repository, worktree and includes. */
export type GitSettings = ReadonlyMap<string, string>

/**
 * Lets git list its settings, in the directory and environment of the command, since only git knows how its files are
 * found and included. Listing settings starts no program.
 *
 * @returns `undefined` where git fails
 */
export function readGitSettings(program: Program, place: readonly string[]): GitSettings | undefined {
  const text = ask(program, [...place, 'config', '--list', '-z'])
  if (text === undefined) return undefined
  const pairs = text.split('\0').filter((entry) => entry !== '')
  return new Map(
    pairs.map((entry) => {
      const end = entry.indexOf('\n')
      return end === -1 ? [entry.toLowerCase(), 'true'] : [entry.slice(0, end).toLowerCase(), entry.slice(end + 1)]
    }),
  )
}

/** The names of the hooks that are installed there. None where there is no repository. */
export function readGitHooks(program: Program, place: readonly string[]): readonly string[] {
  const folder = ask(program, [...place, 'rev-parse', '--path-format=absolute', '--git-path', 'hooks'])?.trimEnd()
  if (folder === undefined) return []
  try {
    return readdirSync(folder).filter((name) => !name.endsWith('.sample') && isExecutable(`${folder}/${name}`))
  } catch {
    return []
  }
}

/** Whether attributes apply one of these filters to an existing file. */
export function usesGitFilter(program: Program, place: readonly string[], filters: ReadonlySet<string>): boolean {
  const files = ask(program, [...place, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'])
  const values =
    files === undefined ? undefined : ask(program, [...place, 'check-attr', '-z', '--stdin', 'filter'], files)
  // Triples of a file, the attribute and its value.
  return values === undefined || values.split('\0').some((text, at) => at % 3 === 2 && filters.has(text.toLowerCase()))
}

function ask({ file, env, cwd }: Program, args: readonly string[], input = ''): string | undefined {
  const { status, stdout } = builtins.childProcess.spawnSync(file, args, {
    cwd,
    env: { ...env },
    encoding: 'utf8',
    input,
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: 10_000,
    maxBuffer: 64 * 1024 * 1024,
  })
  return status === 0 ? stdout : undefined
}
