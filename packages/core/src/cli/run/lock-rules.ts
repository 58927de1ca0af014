import { parseRule } from '../../policy/rules/rule.ts'
import type { Lock } from '../../run/lock/lock.ts'

/** Rules for what a lock lists. Where it leaves open what a run chooses, such as a temporary folder, there is none: that narrows. */
export function lockRules({ files }: Lock): readonly string[] {
  const listed = files.flatMap(({ destinations }) => destinations.map(({ destination }) => destination))
  // A port that the system chooses.
  return [...new Set(listed.map((destination) => destination.replace(/:\*$/, '')))].filter(isRule)
}

function isRule(text: string): boolean {
  try {
    parseRule(text, 'a lock')
    return true
  } catch {
    return false
  }
}
