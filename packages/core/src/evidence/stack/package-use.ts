import type { StackFrame } from '../record/evidence.ts'
import { placeOfUse } from './module-imports.ts'
import type { FindReached } from './reached-files.ts'

/**
 * Where the project uses a package. For an attempt without a line of the project on its stack, since a queue, a timer
 * or a promise of the package made it. `file` is the test's. Undefined unless exactly one file that the test reaches
 * imports the package.
 */
export function findPackageUse(reached: FindReached, file: string, name: string): StackFrame | undefined {
  const [use, ...others] = reached(file).flatMap(({ file: user, text, imports }) => {
    const taken = imports.filter(({ specifier }) => packageIn(specifier) === name)
    const chosen = taken.find(({ names }) => names.length > 0) ?? taken[0]
    return chosen === undefined ? [] : [{ file: user, ...placeOfUse(text, chosen) }]
  })
  return others.length > 0 ? undefined : use
}

/** The packages that a file and the files that it reaches import. */
export function packagesUsed(reached: FindReached, file: string): ReadonlySet<string> {
  const specifiers = reached(file).flatMap(({ imports }) => imports.map(({ specifier }) => specifier))
  return new Set(specifiers.map(packageIn).filter((name) => name !== undefined))
}

/** `@scope/name` for `@scope/name/sub`. Undefined where it is not a package. */
function packageIn(specifier: string): string | undefined {
  return /^(?:npm:)?((?:@[^/]+\/)?[^@#./:][^/:]*)(?:\/|$)/.exec(specifier)?.[1]
}
