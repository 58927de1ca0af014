import type { Entry } from '../../evidence/record/ledger.ts'
import type { DecidedBy } from '../../policy/precedence/decided-by.ts'
import type { BlockReason } from '../../policy/precedence/verdict.ts'

/** A program in a namespace of its own, until the kernel's counters of its end have been read. */
export interface IsolatedProgram {
  readonly report: string
  readonly entryOf: (reason: BlockReason, by: DecidedBy) => Entry
  told: number
}
