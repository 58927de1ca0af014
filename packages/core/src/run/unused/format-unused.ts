import { printable } from '../../evidence/redact/printable.ts'
import { textWithTerms } from '../../policy/rules/terms.ts'
import { portablePath } from '../file/portable-path.ts'
import type { DeclaredRule } from './declared-rule.ts'

/** The rules with their places, one a line. Empty where there are none. */
export function formatUnused(rules: readonly DeclaredRule[], root: string): string {
  if (rules.length === 0) return ''
  const rows = rules.map((rule) => [placeOf(rule, root), describeRule(rule)] as const)
  const width = Math.max(...rows.map(([place]) => place.length))
  const lines = rows.map(([place, text]) => `  ${printable(place.padEnd(width))}  ${printable(text)}`)
  return ['agentguard: this run never used these rules:', ...lines, `  ${wayOut}`].join('\n')
}

const wayOut = 'Remove them: npx agentguard suggest --prune --write'

/** `test/a.test.ts:3`. */
export function placeOf({ file, line }: DeclaredRule, root: string): string {
  const path = portablePath(file, root)
  return line === undefined ? path : `${path}:${line}`
}

/** `allow us.i.posthog.com (by posthog-node)`. */
export function describeRule({ option, rule, terms }: DeclaredRule): string {
  return `${option} ${textWithTerms(String(rule), terms)}`
}
