import { readTerms, warnedDays } from '../../policy/rules/terms.ts'
import type { EvidenceFile } from '../file/evidence-file.ts'
import { counted } from './counted.ts'

const DAY = 86_400_000

/** Lists the rules that a run used and that expire within 14 days. `undefined` where there are none. */
export function describeExpiring({ attempts }: Pick<EvidenceFile, 'attempts'>, now: number): string | undefined {
  const rules = new Set(
    attempts.flatMap(({ outcome, rule }) => (outcome === 'blocked' || rule === undefined ? [] : [rule])),
  )
  const soon = [...rules].flatMap((text) => {
    const { rule, terms } = readTerms(text)
    const last = Date.parse(`${terms.until ?? ''}T00:00:00Z`)
    const days = Math.floor((last - now) / DAY) + 1
    return Number.isNaN(last) || days > warnedDays
      ? []
      : [`${rule} (until ${terms.until}${days > 0 ? `, ${counted(days, 'more day')}` : ''})`]
  })
  return soon.length === 0 ? undefined : `Rules that expire soon: ${soon.toSorted().join(', ')}`
}
