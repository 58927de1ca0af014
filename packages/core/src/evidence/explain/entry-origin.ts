import type { Culprit, StackFrame } from '../record/evidence.ts'
import type { Entry } from '../record/ledger.ts'
import type { Trace } from '../record/trace.ts'
import { createVersionReader, findCulprit, projectFrame } from '../stack/culprit.ts'
import { createDependencyTree } from '../stack/dependency-tree.ts'
import type { Files } from '../stack/manifest.ts'
import { findPackageUse, packagesUsed } from '../stack/package-use.ts'
import { createProjectPackages } from '../stack/project-packages.ts'
import { createReachedFiles } from '../stack/reached-files.ts'
import { callerFrames, parseStack } from '../stack/stack.ts'
import { chosenName } from './chosen-name.ts'

/** Where an attempt came from, according to its stack or else to the project's files and installed packages. */
export interface EntryOrigin {
  readonly frames: readonly StackFrame[]
  readonly culprit: Culprit | undefined
  readonly from: StackFrame | undefined
  readonly fromBy?: 'use'
}

/**
 * Creates a function that finds the origin of ledger entries, once for each stack: the message, stack and evidence of
 * an error all need it.
 */
export function createOriginReader(isOwn: (file: string) => boolean, files: Files): (entry: Entry) => EntryOrigin {
  const readVersion = createVersionReader(files.readFileSync)
  const tree = createDependencyTree(files)
  const reached = createReachedFiles(files.readFileSync, tree)
  const packagesOf = createProjectPackages(tree, (file) => packagesUsed(reached, file))
  const find = ({ trace, file, outcome }: Entry): EntryOrigin => {
    const frames = callerFrames(parseStack(trace?.stack ?? ''), isOwn)
    const from = projectFrame(frames)
    // Only for what is reported, since the rest reads many files.
    if (outcome === 'allowed') return { frames, culprit: findCulprit(frames, readVersion), from }
    const culprit = findCulprit(frames, readVersion, packagesOf(from?.file ?? file))
    if (from !== undefined || file === undefined || culprit === undefined) return { frames, culprit, from }
    const use = findPackageUse(reached, file, chosenName(culprit))
    return { frames, culprit, from: use, ...(use && { fromBy: 'use' }) }
  }
  const known = new WeakMap<Trace, EntryOrigin>()
  return (entry) => {
    const { trace } = entry
    const origin = (trace && known.get(trace)) ?? find(entry)
    if (trace) known.set(trace, origin)
    return origin
  }
}
