import type { Finding } from '../../evidence/record/finding.ts'

/** A program in a namespace of its own, until the kernel's counters of its end have been read. */
export interface IsolatedProgram {
  readonly report: string
  /** What is known of its start, for what the kernel stops of it. */
  readonly finding: Finding
  told: number
}
