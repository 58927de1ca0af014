import { dirname, join } from 'node:path'
import type { DependencyTree } from './dependency-tree.ts'
import { type ReadText, readIfThere } from './manifest.ts'
import { type ModuleImport, parseImports } from './module-imports.ts'
import { isInstalled } from './package-path.ts'

/** A file of the project, with what it imports. */
export interface ReachedFile {
  readonly file: string
  readonly text: string
  readonly imports: readonly ModuleImport[]
}

/** Finds a file and the project's files that it imports, directly or indirectly, nearest first. */
export type FindReached = (file: string) => readonly ReachedFile[]

/** More files are not followed, since a report must not take seconds. */
const MOST_FILES = 300
/** Longer files are not written by hand. */
const LONGEST_TEXT = 500_000

/** Creates a function that follows imports, once for each file that it begins at. It reads sources and runs nothing. */
export function createReachedFiles(read: ReadText, tree: DependencyTree): FindReached {
  const known = new Map<string, readonly ReachedFile[]>()
  return (file) => {
    const reached = known.get(file) ?? follow(file, read, tree)
    known.set(file, reached)
    return reached
  }
}

function follow(file: string, read: ReadText, tree: DependencyTree): readonly ReachedFile[] {
  const queue = [readFirst([file], read)].filter((first) => first !== undefined)
  const seen = new Set([file])
  for (const { file: from, imports } of queue) {
    for (const { specifier } of imports) {
      const candidates = candidatesFor(specifier, from, tree)
      if (queue.length >= MOST_FILES || candidates.some((candidate) => seen.has(candidate))) continue
      const next = readFirst(candidates, read)
      if (next === undefined || isInstalled(next.file)) continue
      seen.add(next.file)
      queue.push(next)
    }
  }
  return queue
}

function readFirst(candidates: readonly string[], read: ReadText): ReachedFile | undefined {
  for (const file of candidates) {
    const text = readIfThere(file, read)
    if (text !== undefined) return { file, text, imports: text.length > LONGEST_TEXT ? [] : parseImports(text) }
  }
  return undefined
}

/** The files that a specifier may mean: with another extension or none, an index file, and `@/` for the sources, as in many projects. */
function candidatesFor(specifier: string, from: string, tree: DependencyTree): readonly string[] {
  const path = specifier.replace(/\?.*$/s, '')
  if (/^\.\.?(?:\/|$)/.test(path)) return withExtensions(join(dirname(from), path))
  const rest = /^[@~]\/(.+)$/.exec(path)?.[1]
  const project = rest === undefined ? undefined : tree.projectOf(from)
  if (rest === undefined || project === undefined) return []
  return [join(project, 'src', rest), join(project, rest)].flatMap(withExtensions)
}

function withExtensions(path: string): readonly string[] {
  const [, bare = path, kind] = /^(.*)\.([cm]?)jsx?$/.exec(path) ?? []
  const written = /\.[cm]?[jt]sx?$/.test(path) ? [path] : []
  const typed = kind === undefined ? [] : [`${bare}.${kind}ts`, `${bare}.tsx`]
  return [...written, ...typed, ...EXTENSIONS.map((extension) => `${path}.${extension}`), ...indexesIn(path)]
}

function indexesIn(path: string): readonly string[] {
  return EXTENSIONS.map((extension) => join(path, `index.${extension}`))
}

const EXTENSIONS = ['ts', 'tsx', 'js', 'jsx', 'mts', 'cts', 'mjs', 'cjs']
