import type { Evidence } from '../evidence/evidence.ts'
import { suggestAllow } from './suggest-allow.ts'

/** The line to paste that allows an attempt: at the head of a test file, or where a comment cannot say it, as an option. */
export function allowLine(evidence: Evidence, origin: 'docblock' | 'call' = 'docblock'): string | undefined {
  const rule = suggestAllow(evidence)
  if (rule !== undefined) {
    return origin === 'call' || /[\s,]/.test(rule) ? `allow: [${quote(rule)}]` : `// @agentguard allow=${rule}`
  }
  // Only a function can allow a program.
  const file = evidence.reason === 'not-allowed' ? evidence.program?.file : undefined
  return file === undefined ? undefined : `allow: [({ program }) => program?.file === ${quote(file)}]`
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, (character) => `\\${character}`)}'`
}
