import { closeFile, type FileWatch } from './file-watch.ts'
import { filePhase } from './running-phase.ts'
import { noTimeout, type RunningVitest } from './running-vitest.ts'

/** Runs the hooks of the file in its own scope; at its end, fails it for what no test has failed for. */
export function guardFile({ aroundAll }: RunningVitest, watch: FileWatch): void {
  const { file, task } = watch
  // Vitest reads the text of this function: the second parameter has to be a destructured object.
  // oxlint-disable-next-line no-empty-pattern
  aroundAll(async (runSuite, {}) => {
    await file.run(() => filePhase(task), runSuite)
    await file.settle()
    const errors = closeFile(watch)
    if (errors.length > 0) throw new AggregateError(errors)
  }, noTimeout)
}
