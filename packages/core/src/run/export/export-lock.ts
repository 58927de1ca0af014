import { compareTexts } from '../file/compare-texts.ts'
import type { Lock } from '../lock/lock.ts'
import { readTerms } from '../../policy/rules/terms.ts'
import { parseRule } from '../../policy/rules/rule.ts'
import { deno } from './deno.ts'
import { parseDestination } from './endpoint.ts'
import { hardenRunner } from './harden-runner.ts'
import { plainList } from './plain-list.ts'
import { sandboxRuntime } from './sandbox-runtime.ts'
import type { Target } from './target.ts'

/** All targets. */
export const targets: readonly Target[] = [hardenRunner, deno, sandboxRuntime, plainList]

/** The allowlist of a target, and how it differs from the lock. */
export interface Export {
  /** The text to paste. Ends in a line break. */
  readonly text: string
  readonly notes: readonly ExportNote[]
}

/** A destination that the target's list leaves out, or of which it allows more. */
export interface ExportNote {
  readonly destination: string
  readonly kind: 'left-out' | 'wider'
  readonly reason: string
}

/** Writes the destinations of a lock as the allowlist of another tool. The notes list what does not fit. */
export function exportLock(lock: Lock, target: Target): Export {
  const entries = new Set<string>()
  const notes: ExportNote[] = []
  for (const [destination, rules] of destinationsOf(lock)) {
    const written = target.write(parseDestination(destination))
    if ('reason' in written) {
      notes.push({ destination, kind: 'left-out', reason: written.reason })
      continue
    }
    for (const entry of written) entries.add(entry)
    const request = rules.length > 0 && rules.every(isRequestRule) ? rules.join(', ') : ''
    if (request !== '' && target.widens !== undefined) {
      notes.push({ destination, kind: 'wider', reason: `${target.name} ${target.widens}, your rule only ${request}` })
    }
  }
  return { text: target.format([...entries]), notes }
}

/** Each destination once, with the rules of all files, sorted. */
function destinationsOf({ files }: Lock): readonly (readonly [string, readonly string[]])[] {
  const rules = new Map<string, Set<string>>()
  for (const { destination, rules: some } of files.flatMap(({ destinations }) => destinations)) {
    const known = rules.get(destination) ?? new Set()
    for (const rule of some) known.add(rule)
    rules.set(destination, known)
  }
  return [...rules]
    .map(([destination, some]) => [destination, [...some].toSorted(compareTexts)] as const)
    .toSorted(([a], [b]) => compareTexts(a, b))
}

/** Whether a rule checks method and path, which no target can. */
function isRequestRule(text: string): boolean {
  try {
    const rule = parseRule(readTerms(text).rule, 'a lock')
    return rule.kind === 'request' && !(rule.method === undefined && rule.prefix && rule.path === '/')
  } catch {
    return false
  }
}
