import type { Culprit } from '../record/evidence.ts'

const version = /(?<!^)@.*$/

/** The name of the package that the project chose, which begins its chain. */
export function chosenName(culprit: Culprit | undefined): string {
  return culprit?.chain?.[0]?.replace(version, '') ?? culprit?.name ?? ''
}

/**
 * The package to name for an attempt: the one that the project chose. The one that called, if several of the project
 * lead to it.
 */
export function namedPackage({ name, version: own, chain, chainOthers = [] }: Culprit): NamedPackage {
  const [chosen] = chain ?? []
  if (chosen === undefined || chainOthers.length > 0) return { name, ...(own !== undefined && { version: own }) }
  const found = version.exec(chosen)?.[0].slice(1)
  return { name: chosen.replace(version, ''), ...(found !== undefined && { version: found }) }
}

/** A package, with its version where that is known. */
export interface NamedPackage {
  readonly name: string
  readonly version?: string
}
