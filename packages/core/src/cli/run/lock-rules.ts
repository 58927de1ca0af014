import { parseRule } from '../../policy/rules/rule.ts'
import type { Lock } from '../../run/lock/lock.ts'

/**
 * Rules for the entries of a lock. Entries without a fixed destination, such as those in a temporary folder, get none,
 * which narrows the policy.
 */
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
