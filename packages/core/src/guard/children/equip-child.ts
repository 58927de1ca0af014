import type { Policy } from '../../policy/precedence/policy.ts'
import type { Scope } from '../scope/scope.ts'
import { createSpool } from '../spool/spool.ts'
import type { Engine } from '../engine/engine.ts'
import { isBehindGateway } from './find-gateway.ts'
import { leaveSpoolAtExit } from './leave-spool.ts'

/** The ticket by which a child or worker joins its scope, or why it cannot be guarded. Undefined where the scope is not guarded. */
export type Equipment = { readonly ticket: string } | { readonly problem: string } | undefined

/** Prepares the guard of a child process or worker thread of `scope`. */
export function equipChild(engine: Engine, scope: Scope): Equipment {
  if (!isGuarded(scope.policy)) return undefined
  try {
    const ticket = spoolOf(engine).ticketFor(scope)
    return ticket === undefined
      ? { problem: 'a deny rule is a function, which cannot be sent to another process' }
      : { ticket }
  } catch (error) {
    return { problem: `the directory for its evidence cannot be written (${String(error)})` }
  }
}

/** Whether the processes and threads of a scope have to be guarded. */
export function isGuarded({ mode, subprocess }: Policy): boolean {
  return mode !== 'off' && subprocess !== 'allow'
}

function spoolOf(engine: Engine): NonNullable<Engine['spool']> {
  if (engine.spool) return engine.spool
  const spool = createSpool(engine.spoolIn)
  spool.shareListeners(engine.listeners, isBehindGateway)
  engine.spool = spool
  leaveSpoolAtExit(engine, spool, () => false)
  return spool
}
