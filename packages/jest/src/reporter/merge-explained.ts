import { stripVTControlCharacters } from 'node:util'

/** More destinations are counted and not listed. */
const SHOWN = 3

/**
 * Merges the failures in a file's terminal text that refer to the same explanation: first their titles, then once their
 * text. The results of the tests, which JSON and JUnit reports use, keep their own texts.
 */
export function mergeExplained(failureMessage: string): string {
  const parts = partsOf(failureMessage).map((text) => ({ text, body: briefIn(text) }))
  const briefs = parts.filter(isBrief)
  const [first] = briefs
  if (first === undefined) return failureMessage
  const titles = new Set(briefs.map(({ text }) => text.split('\n', 1)[0] ?? ''))
  const merged = `${[...titles].join('\n')}\n\n${explanation(briefs)}\n\n`
  return parts.flatMap((part) => (part === first ? [merged] : isBrief(part) ? [] : [part.text])).join('')
}

/** The parts of a failure that refers to an explanation elsewhere. */
interface Brief {
  /** `GET http://0.example/ask`. */
  readonly what: string
  /** Where it came from, and where to read the rest. */
  readonly rest: string
  /** `'case 3' in weather.test.js`. */
  readonly place: string
}

interface Part {
  readonly text: string
  readonly body: Brief | undefined
}

/** The text of each failure, with the name of its test on the first line. Jest indents the error's text further than that. */
function partsOf(text: string): readonly string[] {
  const parts = ['']
  for (const line of text.split(/(?<=\n)/)) {
    if (stripVTControlCharacters(line).startsWith('  ● ')) parts.push('')
    parts.push(`${parts.pop()}${line}`)
  }
  return parts
}

function isBrief(part: Part): part is Part & { readonly body: Brief } {
  return part.body !== undefined
}

function briefIn(text: string): Brief | undefined {
  const [, body = ''] = /^[^\n]*\n\s*([^]*?)\s*$/.exec(stripVTControlCharacters(text)) ?? []
  const found =
    /^EgressViolationError: Egress blocked: ([^\n]+)\s+((?:[^\n]*; )?for what to do, see the failure of ([^\n]+))$/
  const [, what, rest, place] = found.exec(body) ?? []
  return what === undefined || rest === undefined || place === undefined ? undefined : { what, rest, place }
}

function explanation(briefs: readonly { readonly body: Brief }[]): string {
  const [first, ...others] = [...new Map(briefs.map(({ body }) => [body.what, body])).values()]
  if (first === undefined) return ''
  if (others.length === 0) return lines([`EgressViolationError: Egress blocked: ${first.what}`, `  ${first.rest}`])
  const shown = [first, ...others].slice(0, SHOWN).map(({ what, place }) => `${what} in the failure of ${place}`)
  const rest = others.length + 1 - shown.length
  const last = rest > 0 ? `, and ${rest} more` : ''
  const rows = shown.map((row, index) => `  ${row}${index === shown.length - 1 ? last : ''}`)
  return lines(['EgressViolationError: Egress blocked; other failures of this run say what to do:', ...rows])
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `    ${text}`).join('\n')
}
