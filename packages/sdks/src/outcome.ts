import type { Evidence } from '@agentguard/core'

/** How the tests of a run ended: by `file: full name of the test`, or by file alone where the file itself is charged. */
export type Outcomes = Readonly<Record<string, readonly [state: string, ...charged: readonly string[]]>>

/** Every charge once, in an order that does not depend on time. */
export function chargesOf(evidence: readonly Evidence[], standInPort: number): readonly string[] {
  return [...new Set(evidence.map((entry) => chargeOf(entry, standInPort)))].toSorted()
}

/** Where an attempt went and whose it was, without what differs from run to run: `api.openai.com:443 by openai`. */
function chargeOf({ host, port, program, culprit, lateBy }: Evidence, standInPort: number): string {
  const where = program === undefined ? hostPort(host ?? '', port, standInPort) : `exec:${baseName(program.file)}`
  const version = culprit?.version === undefined ? ' of no version' : ''
  return `${where} by ${culprit?.name ?? 'nobody'}${version}${lateBy === undefined ? '' : ', late'}`
}

function hostPort(host: string, port: number | undefined, standInPort: number): string {
  if (port === standInPort) return 'standIn'
  return port === undefined ? host : `${host}:${port}`
}

function baseName(path: string): string {
  return path.replace(/^.*[\\/]/, '')
}
