import { type ChildProcess, spawn } from 'node:child_process'
import { constants } from 'node:os'
import { cwd, env } from 'node:process'
import { equipEnvironment, readPairs } from '../../guard/channels/start/equip-environment.ts'
import { isEgressBlockedError } from '../../evidence/errors/egress-blocked-error.ts'
import { settledEntries } from '../../guard/children/settled-entries.ts'
import { enterGateway } from '../../guard/children/isolate-program.ts'
import { engine } from '../../guard/engine/engine.ts'
import { equipChild } from '../../guard/children/equip-child.ts'
import { installChannels } from '../../guard/install/install-channels.ts'
import { preload } from '../../guard/judging/own-files.ts'
import { readEntry } from '../../guard/judging/read-entry.ts'
import { usageError } from '../../policy/usage/usage-error.ts'
import { joinLevels, type Level } from '../../testing/config/level.ts'
import type { Evidence } from '../../evidence/record/evidence.ts'
import { formatViolations } from '../../evidence/explain/format-summary.ts'
import { createScope, type Scope } from '../../guard/scope/scope.ts'

/** How a run ended: its exit code, and what to report. */
export interface GuardedRun {
  readonly code: number
  readonly report: string
  /** All attempts outside of tests that have their own guard. */
  readonly evidence: readonly Evidence[]
}

/** How to run a command, besides its policy. */
export interface HowToRun {
  /** Whether the whole command runs in the namespace of a gateway. */
  readonly isIsolated?: boolean
  /** Whether the evidence includes allowed attempts. */
  readonly keepsAllowed?: boolean
}

export type Command = readonly [string, ...string[]]

/** Runs a command, and everything that it starts, in one scope. */
export async function runGuarded(
  command: Command,
  levels: readonly Level[],
  { isIsolated = false, keepsAllowed = false }: HowToRun = {},
): Promise<GuardedRun> {
  const kept = keepsAllowed && 'egress'
  const scope = createScope({ name: 'agentguard run', policy: joinLevels(levels), isRunner: true, keepsAllowed: kept })
  const child = isIsolated ? startIsolated(command, scope) : startGuarded(command, scope)
  const code = await ended(child)
  const evidence = settledEntries(engine(), scope).map(readEntry)
  const blocked = evidence.filter(({ outcome }) => outcome === 'blocked')
  const report = blocked.length > 0 ? formatViolations(blocked, { cwd: cwd(), origin: 'run' }) : ''
  return { code: report !== '' && code === 0 ? 1 : code, report, evidence }
}

/** Judges the command itself like any other program that the scope starts. */
function startGuarded([file, ...args]: Command, scope: Scope): ChildProcess {
  const state = engine()
  installChannels(state, scope)
  return state.current.run({ scope, phase: 'run' }, () => spawn(file, args, { stdio: 'inherit' }))
}

/** Starts any command, since the kernel blocks what the policy does not allow. Node processes in it are guarded too. */
function startIsolated([file, ...args]: Command, scope: Scope): ChildProcess {
  // Checks once, and not in every process of the run, that the guard works on this Node.
  installChannels(engine(), scope)()
  const equipment = equipChild(engine(), scope)
  if (equipment && 'problem' in equipment) throw new Error(equipment.problem)
  if (!equipment) {
    const what = "mode 'off' and subprocess 'allow' leave nothing for --isolate to enforce"
    throw usageError('agentguard run', what, 'Leave one of the two out')
  }
  const program = { file, args, env, inherited: env, cwd: cwd() }
  const given = { preload: preload(), ticket: equipment.ticket, stack: '', phase: 'run' } as const
  const start = { program, equipment: given, start: { cwd: cwd(), descriptors: [] } }
  const before = enterGateway(engine(), start, true)
  if ('problem' in before) throw new Error(`agentguard run --isolate: ${before.problem}.\nNothing was run.`)
  const [first = '', ...rest] = [...before, file, ...args]
  return spawn(first, rest, {
    stdio: 'inherit',
    env: readPairs(equipEnvironment(readPairs(program.env), program, given)),
  })
}

const forwarded: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2']

/** The exit code as a shell would return it, signals included. */
async function ended(child: ChildProcess): Promise<number> {
  for (const signal of forwarded) process.on(signal, () => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (isEgressBlockedError(error)) resolve(1)
      else reject(cannotStart(child.spawnfile, error))
    })
    child.on('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))
  })
}

/** An error with a shell's exit code: 127 for a command that does not exist, 126 for one that cannot be run. */
function cannotStart(file: string, { code, message }: NodeJS.ErrnoException): Error {
  const error = new Error(`agentguard cannot start '${file}': ${message}`)
  return Object.assign(error, { exitCode: code === 'ENOENT' ? 127 : 126 })
}
