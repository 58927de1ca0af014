import type { Culprit } from '../record/evidence.ts'
import { nameOf, type ReadVersion } from './culprit.ts'
import { createDependencyReader } from './dependency-chain.ts'
import type { DependencyTree } from './dependency-tree.ts'
import { packageOf } from './package-path.ts'

/** Creates what adds to a culprit, where its stack has no chain, the one through the packages that the project of `file` has installed. */
export function createChainReader(
  readVersion: ReadVersion,
  tree: DependencyTree,
): (culprit: Culprit, file: string | undefined) => Culprit {
  const findChain = createDependencyReader(tree)
  return (culprit, file) => {
    const installed = packageOf(culprit.frame.file)
    if (culprit.chain || !installed || file === undefined) return culprit
    const chain = findChain(installed, file).map((one, index) => nameOf(one, index === 0, readVersion))
    return chain.length === 0 ? culprit : { ...culprit, chain, chainBy: 'dependencies' }
  }
}
