import { writeSync } from '../node/original-fs.ts'
import { engine } from '../engine/engine.ts'
import { installGuard } from './install-guard.ts'
import { joinScope } from './join-scope.ts'
import { unsupportedNode } from '../engine/supported-node.ts'
import {
  type Invitation,
  inviteThreads,
  lostInvitation,
  type Overwritten,
  takeInvitation,
} from '../spool/invitation.ts'
import { dropQuickRetries } from '../spool/quick-retries.ts'
import { formatViolations } from '../../evidence/explain/format-summary.ts'
import { whenLoaded } from '../patch/when-loaded.ts'
import { optionsFromEnvironment } from '../../policy/options/environment-options.ts'
import { keepCode } from '../node/kept.ts'
import { workingFolder } from '../node/working-folder.ts'

/**
 * The preload: `node --require @agentguard/core/register script.js`.
 *
 * In a child or worker of a guarded test it joins that test's scope. Elsewhere the AGENTGUARD_ variables are the
 * policy. At exit it prints what was blocked and sets the exit code to 1.
 */
export function startPreload(): void {
  const invitation = takeInvitation()
  const problem = unsupportedNode(process.versions.node) ?? (invitation ? undefined : lostInvitation(process.env))
  if (problem !== undefined) {
    writeSync(2, `${problem}\n`)
    process.exit(1)
  }
  if (invitation !== undefined) join(invitation)
  else if (engine().root.policy.mode === 'off') guardProcess()
}

function join({ nodeOptions, execArgv, retries = [], ...invited }: Invitation & Overwritten): void {
  if (nodeOptions === '') delete process.env['NODE_OPTIONS']
  else if (nodeOptions !== undefined) process.env['NODE_OPTIONS'] = nodeOptions
  dropQuickRetries(retries, process.argv[1])
  if (execArgv) process.execArgv.splice(0, Infinity, ...execArgv)
  // Threads that Node starts for loader hooks belong to the same scope.
  whenLoaded('worker_threads', () => inviteThreads(invited))
  joinScope(invited)
}

function guardProcess(): void {
  const guard = installGuard(optionsFromEnvironment(process.env))
  process.on('exit', () => {
    keepCode()
    const { violations } = guard
    if (violations.length === 0) return
    writeSync(2, `\n${formatViolations(violations, { cwd: workingFolder(), origin: 'call' })}\n`)
    process.exitCode = 1
  })
}
