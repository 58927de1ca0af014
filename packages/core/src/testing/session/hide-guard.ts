import { readStack } from '../../evidence/record/read-stack.ts'
import { dropGuardFrames } from '../../evidence/stack/stack.ts'
import { isOwnFile } from '../../guard/judging/own-files.ts'

/** Takes the guard's frames out of the stack of an error of the user's: a test runs inside the guard, and fails by itself. */
export function hideGuard(error: unknown): void {
  if (typeof error !== 'object' || error === null || !('stack' in error)) return
  const before = readStack(error)
  const stack = dropGuardFrames(before, isOwnFile)
  if (stack !== before) Reflect.set(error, 'stack', stack)
}
