import type { InstalledChain } from './dependency-chain.ts'
import type { InstalledPackage } from './package-path.ts'
import { isTransport } from './transport-packages.ts'

/** What is known of the packages of a project. */
export interface ProjectPackages {
  /** Whether it is known which packages the project has chosen. */
  isKnown(): boolean
  /** Says whether the project depends on a package by itself. */
  isChosen(installed: InstalledPackage): boolean
  /** The way from a package that the project chose, by what is installed. */
  wayTo(installed: InstalledPackage): InstalledChain
}

/** Where nothing is known of the project. */
export const unknownPackages: ProjectPackages = {
  isKnown: () => false,
  isChosen: () => false,
  wayTo: () => ({ packages: [], others: [] }),
}

/** The packages from the one that the project chose to the one that made an attempt, and how that is known where it is not by the stack. */
export interface PackageChain {
  readonly packages: readonly InstalledPackage[]
  readonly by?: 'dependencies'
  /** Other packages that it may have begun at, where only the installed ones tell. */
  readonly others?: readonly string[]
}

/**
 * The packages from the one that the project chose to the one that made the attempt: `unleash-client`, `make-fetch-happen`,
 * `@gar/promise-retry`. None where they are the same.
 *
 * `called` is a stack's packages from the one that made it down to the project's own line, or to the end of the stack. What was called first is
 * taken for the chosen one only where a line of the project is below and its packages are not known: a queue may have run the rest, and a
 * helper may have wrapped the function that the project called.
 */
export function packageChain(
  called: readonly InstalledPackage[],
  hasProjectLine: boolean,
  { isKnown, isChosen, wayTo }: ProjectPackages,
): PackageChain {
  const [caller] = called
  if (caller === undefined || isChosen(caller)) return { packages: [] }
  const distinct = withoutLoops(called)
  const named = distinct.findLastIndex((installed) => !isTransport(installed.name) && isChosen(installed))
  if (named > 0) return { packages: distinct.slice(0, named + 1).toReversed() }
  const { packages, others } = wayTo(caller)
  if (packages.length > 0) return { packages, by: 'dependencies', ...(others.length > 0 && { others }) }
  const first = hasProjectLine && !isKnown() ? distinct.findLastIndex(({ name }) => !isTransport(name)) : -1
  return { packages: first < 1 ? [] : distinct.slice(0, first + 1).toReversed() }
}

/** Each package once: one that calls itself through another is one step. */
function withoutLoops(called: readonly InstalledPackage[]): readonly InstalledPackage[] {
  const way: InstalledPackage[] = []
  for (const installed of called.toReversed()) {
    const known = way.findIndex(({ name }) => name === installed.name)
    if (known < 0) way.push(installed)
    else way.length = known + 1
  }
  return way.toReversed()
}
