import { allChannels } from '../channels/all.ts'
import type { Needs, Probe } from '../capabilities/channel.ts'
import type { Restore } from '../patch/replace-property.ts'
import { restoreAll } from '../patch/restore-all.ts'
import { seesLoading, whenLoaded } from '../patch/when-loaded.ts'
import { createPolicy } from '../../policy/precedence/policy.ts'
import { createScope } from '../scope/scope.ts'
import type { Engine } from '../engine/engine.ts'
import { openProofs } from './proofs.ts'
import { unguardedBuiltin } from '../engine/unguarded-builtins.ts'

/**
 * Checks that each channel sees an attempt: now or, where the program has not loaded the module that the channel uses,
 * once it does. A channel found inert then is a violation of the running code. What an earlier process has seen to work
 * on this Node is not checked again. Returns the undo.
 *
 * @throws Error when a channel is inert on this version of Node, or no channel watches a way out
 */
export function probeChannels(engine: Engine, needs: RefuseNeeds): Restore {
  // Depends on the flags of this process.
  const unseen = unguardedBuiltin((name) => process.getBuiltinModule(name) !== undefined)
  if (unseen !== undefined) throw new Error(unseen)
  const proofs = openProofs()
  if (!proofs.has('module')) {
    if (!seesLoading()) throw new Error(inert('module'))
    proofs.add('module')
  }
  let isInstalled = false
  const probes = allChannels.map(({ name, probe }) => {
    if (!probe || proofs.has(name)) return () => {}
    return whenLoaded(probe.module, () => {
      // A mocking library that was installed first would answer the probe.
      if (engine.hasSocketMock()) return
      if (isSeen(engine, probe)) proofs.add(name)
      else complain(needs, inert(name), isInstalled)
      if (isInstalled) proofs.keep()
    })
  })
  isInstalled = true
  proofs.keep()
  return restoreAll(probes)
}

/** A scope that allows nothing must have recorded the attempt before the call returns. */
function isSeen(engine: Engine, probe: Probe): boolean {
  const scope = createScope({ name: 'start-up check', policy: createPolicy({}, 'start-up check') })
  engine.current.run({ scope, phase: 'run' }, probe.attempt)
  const { entries } = scope.ledger
  // What Node creates once during a first DNS lookup keeps this scope alive, and with it everything on the stack.
  for (const entry of entries) entry.trace = undefined
  return entries.some(({ attempt }) => attempt.channel === probe.channel)
}

type RefuseNeeds = Needs<'ownership' | 'children'>

function complain({ ownership, children }: RefuseNeeds, problem: string, isInstalled: boolean): void {
  if (!isInstalled) throw new Error(problem)
  const attempt = { channel: 'native', raw: 'start-up check' } as const
  children.refuse(attempt, ownership.begin(attempt), problem)
}

function inert(name: string): string {
  return (
    `agentguard: the ${name} channel does not work on Node ${process.version}: it would miss what it should block. ` +
    'Update @agentguard/core, or report this version'
  )
}
