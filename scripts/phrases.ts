import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { workspaceRoot } from './run-step.ts'

/** A phrase in a text that the style page replaces. */
export interface Found {
  /** The number of the line, from 1. */
  readonly line: number
  readonly phrase: string
  readonly instead: string
}

/** Finds the phrases of the first table in docs/style.md, as whole words, in upper or lower case. */
export function findPhrases(text: string): Found[] {
  return text
    .split('\n')
    .flatMap((content, index) =>
      replacements
        .filter(({ pattern }) => pattern.test(content))
        .map(({ phrase, instead }) => ({ line: index + 1, phrase, instead })),
    )
}

const replacements = readReplacements(readFileSync(join(workspaceRoot, 'docs/style.md'), 'utf8'))

/** Each row of the table: phrases, separated by commas, and what to write. "There is no egress lock" is plain English. */
function readReplacements(page: string) {
  const [, table = ''] = page.split('**Replace these:**')
  const rows = [...(table.split('**Turn')[0] ?? '').matchAll(/^\| (.+?) +\| (.+?) +\|$/gm)].slice(2)
  return rows.flatMap(([, phrases = '', instead = '']) =>
    phrases
      .split(', ')
      .map((phrase) => ({ phrase, instead, pattern: new RegExp(`(?<!\\bthere )\\b${phrase}\\b`, 'i') })),
  )
}
