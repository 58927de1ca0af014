import type { Engine } from '../../guard/engine/engine.ts'
import { isWithin } from '../../guard/engine/work-in-flight.ts'
import type { Scope } from '../../guard/scope/scope.ts'

/** Whether guarded child processes of a file's scope are starting or have work in flight, detached ones and grandchildren too. */
export function hasBusyChildren({ spool }: Engine, fileScope: Scope): boolean {
  if (spool === undefined) return false
  return [...spool.scopes()].some((scope) => isWithin(scope, fileScope) && spool.activity(scope)?.isBusy() === true)
}
