import { readFileSync } from 'node:fs'

interface Profile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: { readonly url: string }
    readonly children?: readonly number[]
  }[]
  /** The node that each sample was taken in, and the microseconds since the one before. */
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

/** Milliseconds that a profile of the processor shows in the functions of a file, with all that they called. */
export function timeInFile(path: string, file: RegExp): number {
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(path, 'utf8')) as Profile
  const inside = new Set<number>()
  // A caller comes before what it called.
  for (const { id, callFrame, children = [] } of nodes) {
    if (file.test(callFrame.url)) inside.add(id)
    if (inside.has(id)) for (const child of children) inside.add(child)
  }
  return samples.reduce((sum, id, index) => sum + (inside.has(id) ? (timeDeltas[index] ?? 0) : 0), 0) / 1000
}
