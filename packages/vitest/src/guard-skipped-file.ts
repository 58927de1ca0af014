import type { RunnerTestFile } from 'vitest'
import { closeFile, type FileWatch } from './file-watch.ts'
import { plainErrors } from './plain-errors.ts'

/** Fails a file whose import attempted something although none of its tests will run: Vitest calls none of its hooks. */
export function guardSkippedFile(watch: FileWatch): void {
  onceModeIsKnown(watch.task, (mode) => {
    if (mode !== 'run') failFile(watch)
  })
}

/** Vitest sets the mode of a file once, when it has collected the tests and knows which of them will run. */
function onceModeIsKnown(task: RunnerTestFile, then: (mode: RunnerTestFile['mode']) => void): void {
  const { mode } = task
  const become = (value: RunnerTestFile['mode']): void => {
    Object.defineProperty(task, 'mode', { value, writable: true, configurable: true, enumerable: true })
  }
  Object.defineProperty(task, 'mode', {
    get: () => mode,
    set: (value: RunnerTestFile['mode']) => {
      become(value)
      then(value)
    },
    configurable: true,
    enumerable: true,
  })
}

function failFile(watch: FileWatch): void {
  const errors = closeFile(watch)
  if (errors.length === 0) return
  // A file that counts as skipped never counts as failed.
  watch.task.mode = 'run'
  watch.task.result = {
    state: 'fail',
    errors: plainErrors(errors),
  }
}
