import { compareTexts } from '../file/compare-texts.ts'
import type { AttemptRecord, EvidenceFile } from '../file/evidence-file.ts'
import { type DestinationGroup, groupDestinations } from '../file/group-destinations.ts'
import { createPlacer, type Place } from './place-in-repository.ts'
import { ruleIdOf } from './sarif-rules.ts'

/** What one line of the project attempted to reach against the policy. One result, however many tests run that line. */
export interface Finding {
  readonly ruleId: string
  /** `note` means muted, which fails nothing. */
  readonly level: 'error' | 'warning' | 'note'
  readonly place: Place
  readonly group: DestinationGroup
  /** Numbers findings that differ only in their line, from 1 by line. Lines move, but seldom change their order. */
  readonly turn: number
}

/** The findings in evidence, errors first. Allowed attempts are not findings. */
export function findFindings(file: EvidenceFile): readonly Finding[] {
  const placer = createPlacer(file.runs)
  const findings = groupDestinations(file).flatMap(({ records }) => {
    const found = new Map<string, { place: Place; records: AttemptRecord[] }>()
    for (const record of records) {
      if (record.outcome === 'allowed') continue
      const place = placer.line(record)
      const key = JSON.stringify([record.outcome, record.reason, place.path, place.line])
      const known = found.get(key)
      if (known) known.records.push(record)
      else found.set(key, { place, records: [record] })
    }
    return [...found.values()].flatMap(({ place, records }) =>
      groupDestinations({ attempts: records }).map((group) => createFinding(place, group)),
    )
  })
  const turns = new Map<string, number>()
  return findings.toSorted(compareFindings).map((finding) => {
    const key = JSON.stringify([finding.ruleId, finding.place.path, finding.group.destination])
    const turn = (turns.get(key) ?? 0) + 1
    turns.set(key, turn)
    return { ...finding, turn }
  })
}

function createFinding(place: Place, group: DestinationGroup): Omit<Finding, 'turn'> {
  const { outcome, reason } = group.first
  return { ruleId: ruleIdOf(reason), level: levels[outcome], place, group }
}

const order: readonly Finding['level'][] = ['error', 'warning', 'note']

const levels: Readonly<Record<AttemptRecord['outcome'], Finding['level']>> = {
  blocked: 'error',
  audited: 'warning',
  muted: 'note',
  allowed: 'note',
}

function compareFindings(a: Omit<Finding, 'turn'>, b: Omit<Finding, 'turn'>): number {
  return (
    order.indexOf(a.level) - order.indexOf(b.level) ||
    compareTexts(a.place.path, b.place.path) ||
    a.place.line - b.place.line ||
    compareTexts(a.group.destination, b.group.destination) ||
    compareTexts(a.ruleId, b.ruleId)
  )
}
