import type { EvidenceFile } from '../file/evidence-file.ts'

/** How a summary is printed. */
export interface SummaryFormat {
  /** The width of the terminal in characters. Without it, lines are not cut. */
  readonly columns?: number | undefined
  /** Whether to use ANSI colours. Default: false. */
  readonly colors?: boolean
  /** More lines for the end: files written, evidence that is missing. */
  readonly notes?: readonly string[]
}

/** The evidence that a summary needs. */
export type SummaryFile = Pick<EvidenceFile, 'attempts'> & Partial<Pick<EvidenceFile, 'runs'>>
