import { keepProofs, readProofs } from '../node/kept.ts'
import { nodeOfProcess } from '../node/node-of-process.ts'

/** What was seen to work on this Node, by this process or by an earlier one on this machine. */
export interface Proofs {
  has(name: string): boolean
  add(name: string): void
  /** Writes what `add` noted for later processes. */
  keep(): void
}

/** Reads what earlier processes have proven. The first line names their Node: on another one, nothing is proven yet. */
export function openProofs(): Proofs {
  const node = nodeOfProcess()
  const [provenOn, ...names] = readProofs().split('\n')
  const proven = new Set(provenOn === node ? names : [])
  let kept = proven.size
  return {
    has: (name) => proven.has(name),
    add: (name) => proven.add(name),
    keep: () => {
      if (proven.size > kept) keepProofs([node, ...proven].join('\n'))
      kept = proven.size
    },
  }
}
