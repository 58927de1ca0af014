import type { InstalledChain } from './dependency-chain.ts'
import type { InstalledPackage } from './package-path.ts'
import { isTransport } from './transport-packages.ts'

/** The packages of a project. */
export interface ProjectPackages {
  /** Whether it is known which packages the project has chosen. */
  isKnown(): boolean
  /** Whether the project itself depends on a package. */
  isChosen(installed: InstalledPackage): boolean
  /** The chain from a package that the project chose, according to the installed dependencies. */
  wayTo(installed: InstalledPackage): InstalledChain
}

/** For a project about which nothing is known. */
export const unknownPackages: ProjectPackages = {
  isKnown: () => false,
  isChosen: () => false,
  wayTo: () => ({ packages: [], others: [] }),
}

/** The packages from the one that the project chose to the one that made an attempt. `by` is set where the stack does not show them. */
export interface PackageChain {
  readonly packages: readonly InstalledPackage[]
  readonly by?: 'dependencies'
  /** Other packages with which the chain may begin, where only the installed dependencies show it. */
  readonly others?: readonly string[]
}

/**
 * The packages from the one that the project chose to the one that made the attempt: `unleash-client`,
 * `make-fetch-happen`, `@gar/promise-retry`. None where both are the same.
 *
 * `called` are the packages of a stack, from the one that made the attempt to the project's own line or the end of the
 * stack. The first called package counts as the chosen one only if a line of the project is below it and the project's
 * packages are unknown: a queue may have run the rest, and a helper may have wrapped the function that the project
 * called.
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

/** Each package once, since one that calls itself through another is one step. */
function withoutLoops(called: readonly InstalledPackage[]): readonly InstalledPackage[] {
  const way: InstalledPackage[] = []
  for (const installed of called.toReversed()) {
    const known = way.findIndex(({ name }) => name === installed.name)
    if (known < 0) way.push(installed)
    else way.length = known + 1
  }
  return way.toReversed()
}
