import { namesInManifest, readManifest, type ReadText } from './manifest.ts'
import type { InstalledPackage } from './package-path.ts'
import { isTransport } from './transport-packages.ts'

/** Says whether the project that a package is installed in depends on it by itself. */
export type IsChosen = (installed: InstalledPackage) => boolean

/**
 * The packages from the one that the project chose to the one that made the attempt: `unleash-client`, `make-fetch-happen`,
 * `@gar/promise-retry`.
 *
 * `called` is a stack's packages from the one that made it down to the project's own line, or to the end of the stack. Where no
 * line of the project is below, only a package that the project names itself can be the chosen one: a queue may have run the rest.
 * Empty where there is but one.
 */
export function packageChain(
  called: readonly InstalledPackage[],
  hasProjectLine: boolean,
  isChosen: IsChosen,
): readonly InstalledPackage[] {
  const distinct = called.filter(({ name }, index) => name !== called[index + 1]?.name)
  const named = distinct.findLastIndex((installed) => !isTransport(installed.name) && isChosen(installed))
  const last = hasProjectLine ? distinct.findLastIndex(({ name }) => !isTransport(name)) : -1
  const end = named < 0 ? last : named
  return end < 1 ? [] : distinct.slice(0, end + 1).toReversed()
}

/** A reader of what projects depend on, which looks into each package.json once. */
export function createChosenReader(read: ReadText): IsChosen {
  const known = new Map<string, ReadonlySet<string>>()
  return ({ name, directory }) => {
    // Of a store, `node_modules/.pnpm/…`, the project is above the first one.
    const root = /^(.*?)[\\/]node_modules[\\/]/s.exec(directory)?.[1]
    if (root === undefined) return false
    const names = known.get(root) ?? namesInManifest(readManifest(`${root}/package.json`, read) ?? '', lists)
    known.set(root, names)
    return names.has(name)
  }
}

const lists = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']
