import type { Evidence } from '../../evidence/record/evidence.ts'
import { nameDestination } from '../../evidence/explain/name-destination.ts'
import { limitStack } from '../../evidence/record/limit-stack.ts'
import { builtins } from '../../guard/node/builtins.ts'

/** Remembers which test explained each destination of a run, since each is explained once, however many tests reach it. */
export interface Explained {
  /** The test that explains the destination of `evidence`, if another one does. Otherwise `place` explains it from now on. */
  by(evidence: Evidence, place: string): string | undefined
}

// Kept from the start, since tests may replace functions of Node's modules.
const { readFileSync, writeFileSync } = process.getBuiltinModule('node:fs')
const { join } = process.getBuiltinModule('node:path')

/**
 * Creates the memory of a run whose processes share `directory`, or of one file without it. The first that creates the
 * file of a destination explains it. What cannot be read or written is explained again.
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

/** The place in the file, which is `place` itself if there was no file. */
function claim(path: string, place: string): string {
  // Node's own errors would keep a stack limit that a program removed.
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

/** Empty where another process has created the file but not written it yet. */
function readPlace(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
