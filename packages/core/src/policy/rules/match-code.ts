import { isAddress } from '../attempt/address.ts'
import type { Attempt } from '../attempt/attempt.ts'
import { describeValue, usageError } from '../usage/usage-error.ts'
import { isAmbiguousPath, readPath } from './path-readings.ts'
import type { Reading } from './reading.ts'

/** A rule that only code can express: a RegExp on the host, or a predicate on the attempt. */
export interface CodeRule {
  readonly text: string
  readonly test: (attempt: Attempt, reading: Reading) => boolean
}

/** Creates a rule from a copy of a RegExp, since one with `g` or `y` keeps state between tests. */
export function createPatternRule(pattern: RegExp): CodeRule {
  const copy = new RegExp(pattern.source, pattern.flags)
  const test = (host: string): boolean => {
    copy.lastIndex = 0
    return copy.test(host)
  }
  return { text: String(pattern), test: (attempt, reading) => testHosts(test, attempt, reading) }
}

function testHosts(test: (host: string) => boolean, attempt: Attempt, reading: Reading): boolean {
  const { host, address, names = host === undefined ? [] : [host], url } = attempt
  if (names.some(test)) return true
  if (reading === 'deny') return [host, address, url?.host].some((spelling) => spelling !== undefined && test(spelling))
  // An address counts where the code used one. Behind a name, the DNS server chose it and not the user.
  const used = host === undefined || isAddress(host) !== 0 ? (address ?? host) : undefined
  return used !== undefined && test(used)
}

/** Creates a rule from a predicate. If it throws, or returns something else than a boolean, that is an error that names the rule. */
export function createPredicateRule(predicate: (attempt: Attempt) => unknown, where: string): CodeRule {
  const text = `${PREDICATE}${predicate.name === '' ? '' : `'${predicate.name}' `}${where}`
  const isTrue = (read: Attempt): boolean => isAllowedBy(predicate, read, where)
  const test = (attempt: Attempt, reading: Reading): boolean => {
    const readings = readingsOfAttempt(attempt)
    return reading === 'deny' ? readings.some(isTrue) : readings.every(isTrue)
  }
  return { text, test }
}

const PREDICATE = 'the predicate '

/** The text of a predicate without its place. `undefined` for any other rule. */
export function predicateText(rule: string): string | undefined {
  if (!rule.startsWith(PREDICATE)) return undefined
  const [, name] = /^(?:('.*') )?/.exec(rule.slice(PREDICATE.length)) ?? []
  return name === undefined ? 'a predicate' : `${PREDICATE}${name}`
}

/** The attempt once for each way in which servers may read its path. */
function readingsOfAttempt(attempt: Attempt): readonly Attempt[] {
  const { url } = attempt
  if (url?.sent === undefined) return [attempt]
  const { sent } = url
  const paths = new Set([url.path, ...readPath(sent, isAmbiguousPath(sent))])
  return [...paths].map((path) => ({ ...attempt, url: { ...url, path } }))
}

function isAllowedBy(predicate: (attempt: Attempt) => unknown, attempt: Attempt, where: string): boolean {
  const answer = ask(predicate, attempt, where)
  if (typeof answer === 'boolean') return answer
  throw usageError(
    where,
    `the predicate returned ${describeValue(answer)}`,
    'Return true or false; a predicate cannot be async',
  )
}

function ask(predicate: (attempt: Attempt) => unknown, attempt: Attempt, where: string): unknown {
  try {
    return predicate(freezeCopy(attempt))
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw usageError(where, `the predicate threw '${message}'`, 'Return true or false for every attempt', {
      cause: error,
    })
  }
}

function freezeCopy(attempt: Attempt): Attempt {
  const { names, url, program } = attempt
  return Object.freeze({
    ...attempt,
    ...(names && { names: Object.freeze([...names]) }),
    ...(url && { url: Object.freeze({ ...url }) }),
    ...(program && { program: Object.freeze({ file: program.file, args: Object.freeze([...program.args]) }) }),
  })
}
