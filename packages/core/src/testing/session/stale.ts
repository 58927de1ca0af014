import type { Engine } from '../../guard/engine/engine.ts'
import type { Scope } from '../../guard/scope/scope.ts'
import { createTestErrors } from './test-errors.ts'

/** Keeps what scopes of closed files attempt, until a later file of this process tells it. */
export function watchStale({ stale }: Engine, scope: Scope, cwd: string): void {
  const { errors } = createTestErrors(scope, { cwd, showFile: true })
  const reported = new Set(errors())
  scope.ledger.subscribe(() => {
    for (const error of errors()) {
      if (reported.has(error)) continue
      reported.add(error)
      stale.push(error)
    }
  })
}
