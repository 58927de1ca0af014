import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { printable } from '../../evidence/redact/printable.ts'
import type { EvidenceFile } from '../file/evidence-file.ts'
import { compactJson } from './compact-json.ts'
import { createPageEvidence, type PageContext } from './page-evidence.ts'

/**
 * Formats evidence as one HTML page that needs no network. It shows attempts by destination, package, file and time.
 *
 * @param file the evidence, of one run or several
 * @param context what evidence does not contain: what is new since the lock, and where lines of code are shown
 * @returns the HTML, which contains all scripts and styles
 */
export function formatPage(file: EvidenceFile, context: PageContext = {}): string {
  const json = escapeForScript(JSON.stringify(compactJson(createPageEvidence(file, context), printable)))
  // A function, since `$&` has a meaning in a replacement text.
  return readTemplate().replace(PLACE, () => json)
}

/** Evidence contains text that code under test chose. It must not end the script element, open a comment or break a line. */
function escapeForScript(json: string): string {
  return json.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Reads the built page: next to the bundle, or in `dist` when the sources run. */
function readTemplate(): string {
  // The CommonJS bundle has no `import.meta.dirname`.
  const here = import.meta.dirname ?? __dirname
  const path = places.map((place) => join(here, place)).find((path) => existsSync(path))
  if (path === undefined) throw new Error(`No page.html beside ${here}: the build of @agentguard/core puts it there.`)
  const template = readFileSync(path, 'utf8')
  if (!template.includes(PLACE)) throw new Error(`${path} has no place for evidence: build @agentguard/core again.`)
  return template
}

// Relative to the package's bundles, to those of its command line one folder deeper, and to the sources.
const places = ['page.html', '../page.html', '../../../dist/page.html']

const PLACE = '"evidence goes here"'
