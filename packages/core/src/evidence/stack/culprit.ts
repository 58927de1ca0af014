import type { Culprit, StackFrame } from '../record/evidence.ts'
import { type PackageChain, packageChain, type ProjectPackages, unknownPackages } from './package-chain.ts'
import type { ReadText } from './manifest.ts'
import { isInstalled, packageOf } from './package-path.ts'
import { isTransport, patchesClients } from './transport-packages.ts'

/** Reads the version of the package that is installed in a folder. `undefined` where it is unknown. */
export type ReadVersion = (directory: string) => string | undefined

/**
 * The package that made the attempt: the topmost one above the project's own code that does more than carry requests.
 *
 * Where only carriers are there, it is the one that the project called. A library that patches clients is not one: the
 * project calls Node, and passes through it. Frames below the project's code, such as a
 * retry helper that calls back, did not make the attempt.
 */
export function findCulprit(
  frames: readonly StackFrame[],
  readVersion: ReadVersion,
  packages: ProjectPackages = unknownPackages,
): Culprit | undefined {
  const own = projectFrame(frames)
  const called = framesAbove(frames, own).flatMap((frame) => {
    const installed = packageOf(frame.file)
    return installed === undefined ? [] : [{ ...installed, frame }]
  })
  const clients = own === undefined ? called : called.filter(({ name, frame: { file } }) => !patchesClients(name, file))
  const found = called.find(({ name }) => !isTransport(name)) ?? topmostOf(clients.at(-1)?.name, clients)
  if (found === undefined) return undefined
  const { name, directory, frame } = found
  const version = readVersion(directory)
  const chain = packageChain(called.slice(called.indexOf(found)), own !== undefined, packages)
  return {
    name,
    ...(version !== undefined && { version }),
    frame,
    ...chainOf(chain, readVersion),
  }
}

/** The names in the chain, the first with its version. */
function chainOf(
  { packages, by, others: chainOthers }: PackageChain,
  readVersion: ReadVersion,
): Pick<Culprit, 'chain' | 'chainBy' | 'chainOthers'> {
  const [first, ...others] = packages
  if (first === undefined) return {}
  const version = readVersion(first.directory)
  const chosen = version === undefined ? first.name : `${first.name}@${version}`
  return {
    chain: [chosen, ...others.map(({ name }) => name)],
    ...(by && { chainBy: by }),
    ...(chainOthers && { chainOthers }),
  }
}

/**
 * The project's line that led to the attempt: the first frame outside of packages.
 *
 * Code on a command line (`[eval]`) has no line to open, so the file that contains it comes first.
 */
export function projectFrame(frames: readonly StackFrame[]): StackFrame | undefined {
  const own = frames.filter(({ file }) => !file.startsWith('node:') && !isInstalled(file))
  return own.find(({ file }) => !/^\[(?:worker )?eval/.test(file)) ?? own[0]
}

/** Creates a reader that reads each package.json once. */
export function createVersionReader(read: ReadText): ReadVersion {
  const known = new Map<string, string | undefined>()
  return (directory) => {
    if (!known.has(directory))
      known.set(
        directory,
        parseVersion(() => read(`${directory}/package.json`, 'utf8')),
      )
    return known.get(directory)
  }
}

function framesAbove(frames: readonly StackFrame[], end: StackFrame | undefined): readonly StackFrame[] {
  return end === undefined ? frames : frames.slice(0, frames.indexOf(end))
}

function topmostOf<Named extends { readonly name: string }>(
  name: string | undefined,
  called: readonly Named[],
): Named | undefined {
  return called.find((entry) => entry.name === name)
}

// A package may be removed, unreadable, or inside an archive that only its package manager opens. The name is still useful.
function parseVersion(read: () => string): string | undefined {
  try {
    const manifest: unknown = JSON.parse(read())
    const isObject = typeof manifest === 'object' && manifest !== null
    return isObject && 'version' in manifest && typeof manifest.version === 'string' ? manifest.version : undefined
  } catch {
    return undefined
  }
}
