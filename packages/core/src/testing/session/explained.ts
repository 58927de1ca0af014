import type { Evidence } from '../../evidence/record/evidence.ts'
import { nameDestination } from '../../evidence/explain/name-destination.ts'
import { limitStack } from '../../evidence/record/limit-stack.ts'
import { builtins } from '../../guard/node/builtins.ts'

/** Which destinations of a run have been explained, and where: each is explained once, however many tests reach it. */
export interface Explained {
  /** The test that explains the destination of `evidence`, where that is not `place`, which otherwise does so from now on. */
  by(evidence: Evidence, place: string): string | undefined
}

// What tests do to Node's modules must not decide about a text.
const { readFileSync, writeFileSync } = process.getBuiltinModule('node:fs')
const { join } = process.getBuiltinModule('node:path')

/**
 * Creates the memory of a run whose processes share `directory`, or of one file where there is none. The first that creates the
 * file of a destination is the one that explains it; what cannot be read or written is explained again.
 */
export function createExplained(directory?: string): Explained {
  const own = new Map<string, string>()
  return {
    by: (evidence, place) => {
      const key = keyOf(evidence)
      const known = own.get(key) ?? (directory === undefined ? place : claim(join(directory, key), place))
      own.set(key, known)
      return known === place ? undefined : known
    },
  }
}

/** One destination may need different advice for different packages and reasons. */
function keyOf(evidence: Evidence): string {
  const text = JSON.stringify([nameDestination(evidence), evidence.reason, evidence.culprit?.name])
  return builtins.crypto.createHash('sha256').update(text).digest('hex').slice(0, 32)
}

/** The place that has the file, which is `place` itself where there was none. */
function claim(path: string, place: string): string {
  // Node's own errors leave the limit behind, where a program has taken it away.
  const restore = limitStack(0)
  try {
    writeFileSync(path, place, { flag: 'wx' })
    return place
  } catch {
    return readPlace(path) || place
  } finally {
    restore()
  }
}

/** Empty where another process has created the file and not written it yet. */
function readPlace(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
