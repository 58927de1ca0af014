import { isToolAddon } from '../../evidence/stack/tool-addons.ts'
import { recordedOf } from '../../policy/precedence/verdict.ts'
import { charge } from '../judging/charge.ts'
import { judge } from '../judging/judge.ts'
import type { Engine } from '../engine/engine.ts'
import { builtins } from '../node/builtins.ts'
import type { Scope } from '../scope/scope.ts'
import { mappedAddons } from '../witness/mapped-addons.ts'

/**
 * Records addons that are in memory though no gate saw them load, under `native: 'block'`. A `process.dlopen` that was
 * captured before the guard is a native function, which nothing in JavaScript can stop.
 *
 * Threads share their memory. While others run, it is unknown which of them loaded an addon.
 */
export function lookForLoaded(engine: Engine, scope: Scope): void {
  const { native } = engine
  if (scope.policy.native !== 'block') return
  if (!builtins.workerThreads.isMainThread || native.witness.threads().length > 0) return
  for (const path of mappedAddons()) {
    if (isToolAddon(path) || native.addons.some((addon) => addon.path === path)) continue
    native.addons.push({ path, scope })
    native.witness.arm()
    chargeLoad(engine, scope, path)
  }
}

function chargeLoad(engine: Engine, scope: Scope, path: string): void {
  const { attempt, verdict } = judge(engine, scope, { channel: 'native', addons: [path], raw: path })
  charge(engine, scope, {
    ...recordedOf(verdict),
    attempt,
    phase: scope.endedAt === undefined ? 'run' : 'late',
    trace: { stack: `Error\n    at ${path}:0:0` },
  })
}
