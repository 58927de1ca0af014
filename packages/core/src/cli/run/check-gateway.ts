import { spawnSync } from 'node:child_process'
import { cwd } from 'node:process'
import { equipChild } from '../../guard/children/equip-child.ts'
import { enterGateway } from '../../guard/children/isolate-program.ts'
import { engine } from '../../guard/engine/engine.ts'
import { sharedStatePath, readState } from '../../guard/gateway/state-file.ts'
import { preload } from '../../guard/judging/own-files.ts'
import { createScope } from '../../guard/scope/scope.ts'
import { directoryOfTicket } from '../../guard/spool/spool-paths.ts'
import { createPolicy } from '../../policy/precedence/policy.ts'

/** Whether programs can be isolated here, as tried with one. Otherwise the step that failed, with what to do about it. */
export type GatewayCheck = { readonly hidden: readonly string[] } | { readonly problem: string }

/** Creates a gateway, runs a program in it that does nothing, and removes it. */
export function checkGateway(): GatewayCheck {
  const policy = createPolicy({ subprocess: 'isolate' }, 'agentguard doctor')
  const equipment = equipChild(engine(), createScope({ name: 'agentguard doctor', policy }))
  if (!equipment || 'problem' in equipment) return equipment ?? { problem: 'its scope is not guarded' }
  const { ticket } = equipment
  const program = { file: 'true', args: [] }
  const given = { preload: preload(), ticket, stack: '', phase: 'run' } as const
  const before = enterGateway(engine(), { program, equipment: given, start: { cwd: cwd(), descriptors: [] } }, true)
  if ('problem' in before) return before
  const [file = '', ...args] = before
  const { status, stderr } = spawnSync(file, [...args, 'true'], { encoding: 'utf8' })
  if (status !== 0) return { problem: `a program cannot join the namespace: ${stderr.trim()}` }
  const state = readState(sharedStatePath(directoryOfTicket(ticket)))
  return { hidden: state && 'hidden' in state ? state.hidden : [] }
}
