import type { Outcome } from '../../policy/precedence/verdict.ts'
import type { DestinationGroup } from '../file/group-destinations.ts'

/** The outcome to report for a destination with several outcomes. */
export function worstOutcome({ outcomes }: Pick<DestinationGroup, 'outcomes'>): Outcome {
  return worstFirst.find((outcome) => outcomes[outcome] > 0) ?? 'allowed'
}

const worstFirst = ['blocked', 'audited', 'muted'] as const
