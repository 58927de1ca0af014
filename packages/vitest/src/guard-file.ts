import { closeFile, type FileWatch } from './file-watch.ts'
import { guardHooks } from './guard-hooks.ts'
import { takeBack } from './take-back.ts'
import { noTimeout, type RunningVitest } from './running-vitest.ts'

/** Runs the hooks of the file in its own scope. At its end, fails it for violations that failed no test. */
export function guardFile(vitest: RunningVitest, watch: FileWatch): void {
  const { file, task } = watch
  // Vitest parses the source of this function: the second parameter must be a destructured object.
  // oxlint-disable-next-line no-empty-pattern
  vitest.aroundAll(async (runSuite, {}) => {
    guardHooks(vitest, file, task)
    await file.imported()
    await file.run('run', runSuite)
    await file.settle()
    takeBack(watch)
    const errors = closeFile(watch)
    if (errors.length > 0) throw new AggregateError(errors)
  }, noTimeout)
}
