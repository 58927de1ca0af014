import type { Evidence } from '../record/evidence.ts'
import { programRules } from './program-rules.ts'
import { suggestAllow } from './suggest-allow.ts'

/** The line to paste that allows an attempt: at the head of a test file, or where a comment cannot say it, as an option. */
export function allowLine(evidence: Evidence, origin: 'docblock' | 'call' = 'docblock'): string | undefined {
  const rule = suggestAllow(evidence)
  if (rule !== undefined) {
    return origin === 'call' || /[\s,]/.test(rule) ? `allow: [${quote(rule)}]` : `// @agentguard allow=${rule}`
  }
  const programs = programRules(evidence)
  if (programs.length === 0) return undefined
  if (origin === 'call' || programs.some((text) => /[\s,]/.test(text)))
    return `allow: [${programs.map(quote).join(', ')}]`
  return `// @agentguard allow=${programs.join(',')}`
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, (character) => `\\${character}`)}'`
}
