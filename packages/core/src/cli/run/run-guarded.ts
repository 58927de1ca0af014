import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { cwd, env } from 'node:process'
import { equipEnvironment, readPairs } from '../../guard/channels/start/equip-environment.ts'
import { isEgressBlockedError } from '../../evidence/errors/egress-blocked-error.ts'
import { collectAttempts } from '../../guard/children/collect-attempts.ts'
import { engine } from '../../guard/engine/engine.ts'
import { equipChild } from '../../guard/children/equip-child.ts'
import { installChannels } from '../../guard/install/install-channels.ts'
import { preload } from '../../guard/judging/own-files.ts'
import { readEntry } from '../../guard/judging/read-entry.ts'
import type { Isolation } from '../../guard/isolation/find-isolation.ts'
import { readTries } from '../../guard/isolation/read-tries.ts'
import type { EgressOptions } from '../../policy/options/egress-options.ts'
import { createPolicy } from '../../policy/precedence/policy.ts'
import { formatViolations } from '../../evidence/explain/format-summary.ts'
import { createScope, type Scope } from '../../guard/scope/scope.ts'

/** How a run ended: its exit code, and what to tell. */
export interface GuardedRun {
  readonly code: number
  readonly report: string
}

export type Command = readonly [string, ...string[]]

/** Runs a command, and all that it starts, in one scope; in a network namespace where `isolation` says how. */
export async function runGuarded(command: Command, options: EgressOptions, isolation?: Isolation): Promise<GuardedRun> {
  const scope = createScope({ name: 'agentguard run', policy: createPolicy(options, 'agentguard run'), isRunner: true })
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-run-'))
  const tries = join(folder, 'tries')
  try {
    const child = isolation ? startIsolated(command, scope, isolation.before(tries)) : startGuarded(command, scope)
    const code = await ended(child)
    collectAttempts(engine())
    const blocked = scope.ledger.entries.filter(({ outcome }) => outcome === 'blocked').map(readEntry)
    const texts = [
      ...(blocked.length > 0 ? [formatViolations(blocked, { cwd: cwd(), origin: 'call' })] : []),
      ...(isolation ? triesText(readTries(tries).count) : []),
    ]
    return { code: texts.length > 0 && code === 0 ? 1 : code, report: texts.join('\n\n') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The command itself is judged like any other program that the scope starts. */
function startGuarded([file, ...args]: Command, scope: Scope): ChildProcess {
  const state = engine()
  installChannels(state, scope)
  return state.current.run({ scope, phase: 'run' }, () => spawn(file, args, { stdio: 'inherit' }))
}

/** Nothing gets out of the namespace, so any command may run there; what is Node in it is guarded as well. */
function startIsolated(command: Command, scope: Scope, before: readonly string[]): ChildProcess {
  const [file = '', ...args] = [...before, ...command]
  // Once here rather than in every process of the run: whether the guard works on this Node.
  installChannels(engine(), scope)()
  const equipment = equipChild(engine(), scope)
  if (equipment && 'problem' in equipment) throw new Error(equipment.problem)
  if (!equipment) return spawn(file, args, { stdio: 'inherit' })
  const program = { file, args, env, inherited: env, cwd: cwd() }
  const given = { preload: preload(), ticket: equipment.ticket, stack: '', phase: 'run' } as const
  return spawn(file, args, { stdio: 'inherit', env: readPairs(equipEnvironment(readPairs(env), program, given)) })
}

const forwarded: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2']

/** The exit code as a shell would give it, signals included. */
async function ended(child: ChildProcess): Promise<number> {
  for (const signal of forwarded) process.on(signal, () => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (isEgressBlockedError(error)) resolve(1)
      else reject(new Error(`agentguard cannot start '${child.spawnfile}': ${error.message}`))
    })
    child.on('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))
  })
}

function triesText(tries: number | undefined): string[] {
  if (tries === 0) return []
  if (tries === undefined)
    return ["agentguard cannot read the kernel's counters of the namespace: what tried to leave it is unknown"]
  return [
    `The kernel stopped ${tries} ${tries === 1 ? 'packet' : 'packets'} on the way out of the namespace: native code or another program tried`,
  ]
}
