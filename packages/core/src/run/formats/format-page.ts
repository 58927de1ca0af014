import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { printable } from '../../evidence/redact/printable.ts'
import type { EvidenceFile } from '../file/evidence-file.ts'
import { compactJson } from './compact-json.ts'
import { createPageEvidence, type PageContext } from './page-evidence.ts'

/** Evidence as one HTML page that needs no network: it shows what was reached and tried, by destination, package, file and time. */
export function formatPage(file: EvidenceFile, context: PageContext = {}): string {
  const json = escapeForScript(JSON.stringify(compactJson(createPageEvidence(file, context), printable)))
  // A function, because a replacement text gives `$&` a meaning.
  return readTemplate().replace(PLACE, () => json)
}

/** Evidence holds what code under test chose: no text of it may end the script element, open a comment or break a line. */
function escapeForScript(json: string): string {
  return json.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** The page as the build left it: beside the bundle, or in `dist` for who runs the sources. */
function readTemplate(): string {
  // The CommonJS bundle has no `import.meta.dirname`.
  const here = import.meta.dirname ?? __dirname
  const path = places.map((place) => join(here, place)).find((path) => existsSync(path))
  if (path === undefined) throw new Error(`No page.html beside ${here}: the build of @agentguard/core puts it there.`)
  const template = readFileSync(path, 'utf8')
  if (!template.includes(PLACE)) throw new Error(`${path} has no place for evidence: build @agentguard/core again.`)
  return template
}

// The bundles of the package and of its command line, whose parts lie a folder deeper, and the sources.
const places = ['page.html', '../page.html', '../../../dist/page.html']

const PLACE = '"evidence goes here"'
