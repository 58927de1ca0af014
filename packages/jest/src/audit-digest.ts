import { createRequire } from 'node:module'
import { type MessagePort, parentPort } from 'node:worker_threads'
import type { Evidence } from '@agentguard/core'
import type * as Reporting from '@agentguard/core/internal/reporter'

/** Where evidence was recorded. */
export interface Place {
  /** The display name of the project, where Jest runs several. */
  readonly project: string | undefined
  readonly root: string
}

const seen: { readonly place: Place; readonly evidence: Evidence }[] = []

/** Keeps what an audit let through where there is no reporter. When this process ends, it prints what to decide. */
export function noteAudited(evidence: readonly Evidence[], place: Place): void {
  const audited = evidence.filter(({ outcome }) => outcome === 'audited')
  if (audited.length === 0) return
  if (seen.length === 0) printAtEnd()
  seen.push(...audited.map((one) => ({ place, evidence: one })))
}

/** Jest kills a worker that has not ended after half a second. */
function printAtEnd(): void {
  process.on('exit', printDigest)
  process.once('SIGTERM', (signal) => {
    printDigest()
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
  })
  if (parentPort) printAtLastMessage(parentPort)
}

/** A terminated thread runs no exit listener. Jest's last message comes half a second before that. */
function printAtLastMessage(port: MessagePort): void {
  const listener = (message: unknown): void => {
    if (!Array.isArray(message) || message[0] !== endOfWorker) return
    // A listener would keep the thread alive.
    port.off('message', listener)
    printDigest()
  }
  port.on('message', listener)
}

/** `CHILD_MESSAGE_END` of jest-worker. */
const endOfWorker = 2

function printDigest(): void {
  const [first] = seen
  if (first === undefined) return
  // Loaded only now, since most processes have nothing to report and every worker would load it.
  const reporting = createRequire(import.meta.url)('@agentguard/core/internal/reporter') as typeof Reporting
  const { createRecord, createRun, formatRunDigest, formatVersion, terminalOf } = reporting
  const run = createRun({ runner: 'jest', root: first.place.root, startedAt: Date.now(), testFiles: [] })
  const attempts = seen.splice(0).map(({ place, evidence }) => createRecord(evidence, { run, ...place }))
  const digest = formatRunDigest({ formatVersion, runs: [run], attempts }, terminalOf(process.stderr, process.env))
  process.stderr.write(`\n${digest}\n\n`)
}
