import { writeSync } from 'node:fs'
import { cwd } from 'node:process'
import { engine } from './guard/engine/engine.ts'
import { installGuard } from './guard/install/install-guard.ts'
import { joinScope } from './guard/install/join-scope.ts'
import { tooOld } from './guard/engine/supported-node.ts'
import { ticketKey, ticketVariable, type Invitation } from './guard/spool/ticket-variable.ts'
import { formatViolations } from './evidence/explain/format-summary.ts'
import { builtins } from './guard/node/builtins.ts'
import { isLoaded, whenLoaded } from './guard/node/when-loaded.ts'
import { optionsFromEnvironment } from './policy/options/environment-options.ts'

/**
 * The preload: `node --require @agentguard/core/register script.js`.
 *
 * In a child or worker of a guarded test it joins that test's scope. Anywhere else the AGENTGUARD_ variables are the
 * policy, and at exit it prints what was blocked and makes the exit code 1.
 */
const problem = tooOld(process.versions.node)
if (problem !== undefined) {
  writeSync(2, `${problem}\n`)
  process.exit(1)
}
const invitation = takeInvitation()
if (invitation !== undefined) joinScope(invitation)
else if (engine().root.policy.mode === 'off') guardProcess()

/** What the program sees of its environment is what its parent gave it. */
function takeInvitation(): Invitation | undefined {
  const variable = process.env[ticketVariable]
  delete process.env[ticketVariable]
  const found: unknown = variable === undefined ? ofThread() : JSON.parse(variable)
  if (found === undefined) return undefined
  const { nodeOptions, execArgv, ...invitation } = found as Invitation
  if (nodeOptions === '') delete process.env['NODE_OPTIONS']
  else if (nodeOptions !== undefined) process.env['NODE_OPTIONS'] = nodeOptions
  if (execArgv) process.execArgv.splice(0, Infinity, ...execArgv)
  // Threads that the program starts without the guard's knowledge, for loader hooks, belong to the same scope.
  whenLoaded('worker_threads', () => {
    builtins.workerThreads.setEnvironmentData(ticketKey, { ...invitation })
  })
  return invitation
}

/** In a thread, what it runs on is loaded before the guard. */
function ofThread(): unknown {
  return isLoaded('internal/worker') ? builtins.workerThreads.getEnvironmentData(ticketKey) : undefined
}

function guardProcess(): void {
  const guard = installGuard(optionsFromEnvironment(process.env))
  process.on('exit', () => {
    const { violations } = guard
    if (violations.length === 0) return
    writeSync(2, `\n${formatViolations(violations, { cwd: cwd(), origin: 'call' })}\n`)
    process.exitCode = 1
  })
}
