import type { EvidenceFile } from '../file/evidence-file.ts'

/** How a summary is printed. */
export interface SummaryFormat {
  /** Width of the terminal; lines are not cut where it is left out. */
  readonly columns?: number | undefined
  readonly colors?: boolean
  /** What else is worth a line at the end: files written, evidence that is missing. */
  readonly notes?: readonly string[]
}

/** What a summary is made of. */
export type SummaryFile = Pick<EvidenceFile, 'attempts'> & Partial<Pick<EvidenceFile, 'runs'>>
