import type { TaskResult } from './running-vitest.ts'

/** Errors as Vitest sends them to the main process: an Error would lose its texts on the way. */
export function plainErrors(errors: readonly Error[]): NonNullable<TaskResult['errors']> {
  return errors.map(({ name, message, stack }) => ({ name, message, ...(stack === undefined ? {} : { stack }) }))
}
