import type { TaskResult } from './running-vitest.ts'

/** Errors in the form in which Vitest sends them to the main process. An Error object would lose its texts. */
export function plainErrors(errors: readonly Error[]): NonNullable<TaskResult['errors']> {
  return errors.map(({ name, message, stack }) => ({ name, message, ...(stack === undefined ? {} : { stack }) }))
}
