import type { Engine } from '../../guard/engine/engine.ts'
import type { Scope } from '../../guard/scope/scope.ts'
import { createTestErrors } from './test-errors.ts'

/** Gives what scopes of closed files attempt to `tell`; keeps what that leaves, until a later file of this process reports it. */
export function watchStale(
  { stale }: Engine,
  scope: Scope,
  cwd: string,
  tell: (error: Error) => boolean = () => false,
): void {
  const { errors } = createTestErrors(scope, { cwd, showFile: true })
  const reported = new Set(errors())
  scope.ledger.subscribe(() => {
    for (const error of errors()) {
      if (reported.has(error)) continue
      reported.add(error)
      if (!tell(error)) stale.push(error)
    }
  })
}
