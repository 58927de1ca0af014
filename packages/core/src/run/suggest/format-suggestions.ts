import { quote } from '../../evidence/explain/quote.ts'
import { printable } from '../../evidence/redact/printable.ts'
import type { Run } from '../file/evidence-file.ts'
import { counted } from '../formats/counted.ts'
import type { SuggestedOption, SuggestedRule, Suggestion, Unsuggested } from './suggestion.ts'

/** Why a rule is suggested, as a comment: `posthog-node, 12 tests in 3 files`. */
export function reasonText({ packages, files, tests, services }: SuggestedRule): string {
  const who = packages.length === 0 ? 'own code' : packages.join(', ')
  const where = [
    ...(tests > 0 ? [counted(tests, 'test')] : []),
    ...(files > 1 || tests === 0 ? [counted(files, 'file')] : []),
  ].join(' in ')
  return printable([who, where, ...services.map((service) => `probably ${service}`)].join(', '))
}

/** The lines for the head of a test file, with reasons above the rules. */
export function docblockLines({ rules }: Suggestion, option: SuggestedOption = 'allow'): readonly string[] {
  return rules.flatMap((rule) => [`// ${reasonText(rule)}`, `// @agentguard ${option}=${rule.rule}`])
}

/** A suggestion for the runner's config file or for `agentguard.config.json`, which is the only one for `node`. */
export function formatConfig(
  { rules }: Suggestion,
  runner: Run['runner'] | 'json',
  option: SuggestedOption = 'allow',
): string {
  if (runner === 'agentguard') return `agentguard run --${option} '${rules.map(({ rule }) => rule).join(',')}' -- …`
  if (runner === 'json' || runner === 'node')
    return [`"${option}": [`, rules.map(({ rule }) => `  ${JSON.stringify(rule)}`).join(',\n'), ']'].join('\n')
  const lines = rules.flatMap((rule) => [`    // ${reasonText(rule)}`, `    ${quote(rule.rule)},`])
  const [open, close] = runner === 'jest' ? ['testEnvironmentOptions: {', '},'] : ['agentguard({', '}),']
  return [open, `  ${option}: [`, ...lines, '  ],', close].join('\n')
}

/** What could not be suggested, one destination a block. */
export function formatLeft(left: readonly Unsuggested[]): string {
  const blocks = left.map(({ destination, reason, files }) => {
    const shown = files.slice(0, SHOWN).join(', ')
    const more = files.length > SHOWN ? `, and ${files.length - SHOWN} more files` : ''
    return (
      printable(`  ${destination}: ${reason}`) + (files.length === 0 ? '' : `\n      in ${printable(shown + more)}`)
    )
  })
  return [`No rule for ${counted(left.length, 'destination')}:`, ...blocks].join('\n')
}

const SHOWN = 5
