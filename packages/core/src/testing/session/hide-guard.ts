import { readStack } from '../../evidence/record/read-stack.ts'
import { dropGuardFrames } from '../../evidence/stack/stack.ts'
import { isOwnFile } from '../../guard/judging/own-files.ts'

/** Removes the guard's frames from the stack of a user's error. A test runs inside the guard, but its failure is its own. */
export function hideGuard(error: unknown): void {
  if (typeof error !== 'object' || error === null || !('stack' in error)) return
  const before = readStack(error)
  const stack = dropGuardFrames(before, isOwnFile)
  if (stack !== before) Reflect.set(error, 'stack', stack)
}
