import { compareTexts } from '../file/compare-texts.ts'
import type { AttemptRecord, EvidenceFile } from '../file/evidence-file.ts'
import { groupBy } from '../file/group-by.ts'
import { nameDestination } from '../../evidence/explain/name-destination.ts'
import { namedPackage } from '../../evidence/explain/chosen-name.ts'
import { findSender } from '../../evidence/senders/find-sender.ts'
import { type KeptRule, reduceRules } from './reduce-rules.ts'
import type { SuggestedOption, SuggestedRule, Suggestion, Suggestions, Unsuggested } from './suggestion.ts'
import { type Wish, wishesOf } from './wish.ts'

/** Which allowlist to suggest. */
export interface SuggestOptions {
  /** `docblock`: one for each test file. `config`: one for all. */
  readonly for: 'docblock' | 'config'
  /** The option that the rules are for. `mute` names each host, so that a new one fails. `allow`, the default, may use a star. */
  readonly option?: SuggestedOption
  /** A record's file, relative to where the suggestion is used. Default: the record's own path. */
  readonly locate?: (record: AttemptRecord) => string | undefined
}

/**
 * The smallest readable allowlist for what was blocked, or let through only by an audit.
 *
 * Attempts that no rule can allow, or not in this place, are listed with the reason.
 */
export function suggestAllowlist(
  { attempts }: Pick<EvidenceFile, 'attempts'>,
  { for: asked, option = 'allow', locate = ({ file }) => file }: SuggestOptions,
): Suggestions {
  const wishes: Wish[] = []
  const left: (readonly [AttemptRecord, string])[] = []
  for (const record of attempts) {
    if (record.outcome === 'allowed' || record.outcome === 'muted') continue
    const found = wishesOf(record)
    const problem = 'reason' in found ? found.reason : problemOf(found, asked)
    if (problem !== undefined) left.push([record, problem])
    else if (!('reason' in found)) wishes.push(...found)
  }
  const places =
    asked === 'config'
      ? [{ rules: suggest(wishes, option) }]
      : [...groupBy(wishes, ({ record }) => locate(record) ?? '')]
          .map(([file, own]): Suggestion => ({ file, rules: suggest(own, option) }))
          .toSorted((a, b) => compareTexts(a.file, b.file))
  return { places: places.filter(({ rules }) => rules.length > 0), left: groupLeft(left) }
}

function problemOf(wishes: readonly Wish[], asked: SuggestOptions['for']): string | undefined {
  if (asked === 'config') return undefined
  if (wishes.some(({ record }) => record.file === undefined))
    return 'it was made outside of any test file: --for config'
  if (wishes.some(({ rule }) => /[\s,]/.test(rule))) return 'its rule contains what a comment cannot: --for config'
  return undefined
}

function suggest(wishes: readonly Wish[], option: SuggestedOption): readonly SuggestedRule[] {
  return reduceRules(wishes, option === 'mute' ? 'named' : 'widened').map(explain)
}

function explain({ rule, grants }: KeptRule): SuggestedRule {
  const records = [...new Set(grants.map(({ record }) => record))]
  return {
    rule,
    packages: distinct(records.map(({ culprit }) => culprit && namedPackage(culprit).name)),
    files: new Set(records.map(fileOf)).size,
    tests: new Set(records.flatMap((record) => (record.test === undefined ? [] : [fileOf(record) + record.test]))).size,
    services: distinct(records.map((record) => findSender(record)?.what)),
  }
}

function fileOf({ project = '', file = '' }: AttemptRecord): string {
  return JSON.stringify([project, file])
}

function groupLeft(left: readonly (readonly [AttemptRecord, string])[]): readonly Unsuggested[] {
  const groups = groupBy(left, ([record, reason]) => JSON.stringify([nameDestination(record), reason]))
  const listed = [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const [record, reason] = first
    return [{ destination: nameDestination(record), reason, files: distinct(group.map(([{ file }]) => file)) }]
  })
  return listed.toSorted((a, b) => compareTexts(a.destination, b.destination) || compareTexts(a.reason, b.reason))
}

function distinct(texts: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(texts.filter((text) => text !== undefined))].toSorted(compareTexts)
}
