import { basename } from 'node:path'
import { writeSync } from '../node/original-fs.ts'
import { builtins } from '../node/builtins.ts'
import { workerFiles, workerVariable } from '../../evidence/runners/runner-programs.ts'
import { maskArguments } from '../../evidence/redact/mask-arguments.ts'
import type { Entry } from '../../evidence/record/ledger.ts'
import { formatViolation } from '../../evidence/explain/format-violation.ts'
import { keepCode } from '../node/kept.ts'
import { epoch, queueTask } from '../node/real-time.ts'
import { createScope, type Scope } from '../scope/scope.ts'
import { joinSpool, type Joined, type Spool } from '../spool/spool.ts'
import { engine, type Engine } from '../engine/engine.ts'
import { readEntry } from '../judging/read-entry.ts'
import { installChannels } from './install-channels.ts'
import { isBehindGateway } from '../children/find-gateway.ts'
import { noteActivityOfProcess } from '../children/note-activity.ts'
import { leaveSpoolAtExit } from '../children/leave-spool.ts'
import { lookForNative } from '../native/look-for-native.ts'
import type { Invitation } from '../spool/invitation.ts'
import { receiveCalls } from '../spool/thread-call.ts'
import { workingFolder } from '../node/working-folder.ts'

/**
 * Puts this whole process or thread into the scope that started it. The scope's policy applies, and its ledger gets the
 * attempts, in the phase in which this was started. A thread that another scope calls and waits for is in that scope until the next call.
 */
export function joinScope(invitation: Invitation): void {
  const state = engine()
  const members = new Map<string, Member>()
  const enter = ({ ticket, stack, phase, began, candidates }: Invitation): Member => {
    const member = members.get(ticket) ?? becomeMember(state, ticket)
    members.set(ticket, member)
    state.starter = stack
    state.joined = { scope: member.scope, phase, began, candidates }
    state.current.setFallback(state.joined)
    return member
  }
  const { joined, spool } = enter(invitation)
  state.spool = spool
  spool.shareListeners(state.listeners, isBehindGateway)
  installChannels(state, joined)
  receiveCalls(enter)
  const tellAll = (): void => {
    if (state.joined) lookForNative(state, state.joined.scope)
    for (const { reportRepeats } of members.values()) reportRepeats()
  }
  state.tellAll = tellAll
  process.on('exit', () => {
    tellAll()
    keepCode()
  })
  noteActivityOfProcess((activity) => joined.note(activity))
  const isReported = (entry: Entry): boolean =>
    [...members.values()].some(({ scope }) => scope.ledger.entries.includes(entry))
  leaveSpoolAtExit(state, spool, isReported)
}

/** A scope that this process or thread is in. */
interface Member {
  readonly scope: Scope
  readonly joined: Joined
  /** The one spool of this process. */
  readonly spool: Spool
  /** Reports the attempts that were only counted since the last time. */
  reportRepeats(): void
}

function becomeMember(state: Engine, ticket: string): Member {
  const { spool: own, joined, membership } = joinSpool(ticket)
  const spool = state.spool ?? own
  const scope = createScope({ ...joined, isRunner: joined.isRunner && !isRunnersWorker() })
  spool.adopt(scope, membership)
  return { scope, joined, spool, reportRepeats: reportScope(joined, scope, state) }
}

/** Reports the entries of a scope as they come. Returns what reports those that were only counted since. */
function reportScope(joined: Joined, scope: Scope, state: Engine): () => void {
  const reported = new Map<Entry, number>()
  const report = (entry: Entry): void => reportEntry(joined, entry, reported, state.starter)
  scope.ledger.subscribe(report)
  const reportRepeats = (): void => {
    for (const entry of scope.ledger.entries) if (entry.count > (reported.get(entry) ?? 0)) report(entry)
  }
  // A terminated thread, like a killed process, gets no `exit` event. At most one turn's attempts may be lost.
  let isWaiting = false
  scope.ledger.onRepeat(() => {
    if (isWaiting) return
    isWaiting = true
    queueTask(() => {
      isWaiting = false
      reportRepeats()
    }).unref()
  })
  return reportRepeats
}

/** A guard that cannot report what it blocked must not let tests pass. */
function reportEntry(joined: Joined, entry: Entry, reported: Map<Entry, number>, starter: string): void {
  const { outcome, attempt, reason, by, phase, began, candidates, redirects, awaits } = entry
  const count = entry.count - (reported.get(entry) ?? 0)
  // An attempt that is only counted with an earlier one happened now.
  const at = reported.has(entry) ? epoch() : entry.at
  reported.set(entry, entry.count)
  const line = { outcome, attempt, reason, by, phase, began, candidates, redirects, awaits, count }
  try {
    joined.report({
      entry: line,
      at,
      stack: `${entry.trace?.stack ?? ''}\n${starter}`,
      process: entry.process ?? nameOfProcess(),
    })
  } catch (error) {
    const text = formatViolation(readEntry(entry), { cwd: workingFolder(), origin: 'call' })
    writeSync(
      2,
      `agentguard cannot report to the test what ${nameOfProcess()} attempted (${String(error)}):\n${text}\n`,
    )
    process.on('exit', () => {
      process.exitCode = 1
    })
  }
}

/** Whether this is a worker of a runner, which runs tests. */
function isRunnersWorker(): boolean {
  return process.env[workerVariable] !== undefined || workerFiles.test(process.argv[1] ?? '')
}

function nameOfProcess(): string {
  const [, script, ...args] = process.argv
  const command = [
    'node',
    ...(script === undefined ? [] : [basename(script)]),
    ...maskArguments(args.slice(0, 4)),
  ].join(' ')
  const { isMainThread, threadId } = builtins.workerThreads
  return isMainThread
    ? `child process ${process.pid}: ${command}`
    : `worker thread ${threadId}${script ? `: ${basename(script)}` : ''}`
}
