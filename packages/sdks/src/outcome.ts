import { readFileSync } from 'node:fs'
import type { Evidence } from '@agentguard/core'

/** How the tests of a run ended: by `file: full name of the test`, or by file alone where the attempt belongs to the file. */
export type Outcomes = Readonly<Record<string, readonly [state: string, ...attempts: readonly string[]]>>

/** Every attempt once, in an order that does not depend on time. */
export function attemptsOf(evidence: readonly Evidence[], standInPort: number): readonly string[] {
  const places = new Map<string, string>()
  for (const entry of evidence) {
    const who = whoOf(entry, standInPort)
    const place = placeText(entry)
    // Of several attempts by one package, the line of the tool counts.
    const known = places.get(who)
    if (known === undefined || place < known) places.set(who, place)
  }
  return [...places].map(([who, place]) => `${who}${place}`).toSorted()
}

/** Where an attempt went and which package made it, without what differs from run to run: `api.openai.com:443 by openai`. */
function whoOf({ host, port, program, culprit, lateBy }: Evidence, standInPort: number): string {
  const where = program === undefined ? hostPort(host ?? '', port, standInPort) : `exec:${baseName(program.file)}`
  return `${lateBy === undefined ? '' : 'late: '}${where} by ${packagesText(culprit)}`
}

/** The packages from the one that the project chose to the one that made the attempt; the first has to have its version. */
function packagesText(culprit: Evidence['culprit']): string {
  if (culprit === undefined) return 'no package'
  const { name, version, chainBy } = culprit
  const chain = culprit.chain ?? [version === undefined ? name : `${name}@${version}`]
  const [chosen = '', ...others] = chain
  const plain = chosen.replace(/(?<!^)@\d.*$/, '')
  const names = [plain === chosen ? `${plain} of no version` : plain, ...others].join(' › ')
  return chainBy === undefined ? names : `${names}, as installed`
}

/** A tool marks the line that calls its package; any other line is written out. */
function placeText({ from, fromBy }: Evidence): string {
  if (from === undefined) return ', from nowhere'
  if (fromBy !== undefined) return `, from its ${fromBy}`
  const line = readFileSync(from.file, 'utf8').split('\n')[from.line - 1] ?? ''
  return line.includes('// calls out') ? '' : `, from ${baseName(from.file)}:${from.line} ${line.trim()}`
}

function hostPort(host: string, port: number | undefined, standInPort: number): string {
  if (port === standInPort) return 'standIn'
  return port === undefined ? host : `${host}:${port}`
}

function baseName(path: string): string {
  return path.replace(/^.*[\\/]/, '')
}
