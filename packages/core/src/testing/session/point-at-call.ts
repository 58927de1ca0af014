import { readStack } from '../../evidence/record/read-stack.ts'
import { projectFrame } from '../../evidence/stack/culprit.ts'
import { callerFrames, dropGuardFrames, parseStack } from '../../evidence/stack/stack.ts'
import { isOwnFile } from '../../guard/judging/own-files.ts'

/**
 * Gives an error without a line of the project the frames of `call`. Vitest creates the error of an asynchronous
 * matcher once it has settled, when the test is no longer on the stack.
 */
export function pointAtCall(thrown: unknown, call: Error): void {
  if (typeof thrown !== 'object' || thrown === null || !('message' in thrown) || !('stack' in thrown)) return
  if (projectFrame(callerFrames(parseStack(readStack(thrown)), isOwnFile)) !== undefined) return
  const frames = dropGuardFrames(readStack(call), isOwnFile)
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
  const name = 'name' in thrown ? String(thrown.name) : 'Error'
  Reflect.set(thrown, 'stack', [`${name}: ${String(thrown.message)}`, ...frames].join('\n'))
}
