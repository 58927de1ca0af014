import type { CircusTest } from './circus.ts'

/**
 * Gives errors without a frame the place where their test is written; a redirect that fetch follows has none of its own.
 *
 * Jest takes for the message what stands before the first frame. Without one it is the first line alone, and
 * `--noStackTrace` drops the rest.
 */
export function pointAtTest(errors: readonly Error[], test: CircusTest): readonly Error[] {
  const place = firstFrame(test.asyncError?.stack)
  if (place === undefined) return errors
  for (const error of errors) if (firstFrame(error.stack) === undefined) error.stack = `${error.stack ?? ''}\n${place}`
  return errors
}

function firstFrame(stack: string | undefined): string | undefined {
  return stack?.split('\n').find((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))
}
