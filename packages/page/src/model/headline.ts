import type { PageEvidence } from '@agentguard/core/report'
import { formatCount } from './format-number.ts'
import type { Tally } from './tally.ts'

/** The first thing a reader wants to know: how much there is to decide, or that there is nothing. */
export function createHeadline(decisions: number, tally: Tally): string {
  return decisions > 0 ? `${formatCount(decisions, 'destination')} to decide on` : describeOutcome(tally)
}

/** The outcome of the attempts, in one sentence. */
export function describeOutcome({ blocked, audited, muted, allowed }: Tally): string {
  if (blocked > 0) return `${formatCount(blocked, 'attempt')} ${blocked === 1 ? 'was' : 'were'} blocked`
  if (audited > 0) return `${formatCount(audited, 'attempt')} went where no rule allows`
  if (muted > 0)
    return `${formatCount(muted, 'attempt')} ${muted === 1 ? 'was' : 'were'} blocked and muted; nothing else broke a rule`
  if (allowed > 0) return 'Everything stayed within the rules'
  return 'Nothing used the network'
}

/** What ran, in one sentence. */
export function describeRuns({ runs }: PageEvidence): string {
  const sum = (pick: 'files' | 'tests'): number => runs.reduce((total, run) => total + run[pick], 0)
  const [first] = runs
  if (first === undefined) return 'No run is recorded in this evidence.'
  const ran = `${formatCount(sum('tests'), 'test')} in ${formatCount(sum('files'), 'file')} ran`
  return runs.length === 1 ? `${ran}.` : `${ran}, in ${runs.length} runs.`
}
