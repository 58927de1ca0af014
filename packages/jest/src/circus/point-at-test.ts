import { isBrief } from '@agentguard/core/internal'
import type { CircusTest } from './circus.ts'

/**
 * Gives errors without a frame the place where their test is written; a redirect that fetch follows has none of its own.
 *
 * Jest takes for the message what stands before the first frame. Without one it is the first line alone, and
 * `--noStackTrace` drops the rest. An error that leaves the explanation to another one stays without: its code would be a flood.
 */
export function pointAtTest(errors: readonly Error[], test: CircusTest): readonly Error[] {
  for (const error of errors) {
    // To read a stack is to format and map it: nothing to do for each test of a file that stays at home.
    if (isBrief(error) || firstFrame(error.stack) !== undefined) continue
    const place = firstFrame(test.asyncError?.stack)
    if (place !== undefined) error.stack = `${error.stack ?? ''}\n${place}`
  }
  return errors
}

function firstFrame(stack: string | undefined): string | undefined {
  return stack?.split('\n').find((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))
}
