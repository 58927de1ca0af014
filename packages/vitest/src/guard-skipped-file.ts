import type { RunnerTestFile, VitestTestRunner } from 'vitest'
import { closeFile, type FileWatch } from './file-watch.ts'
import { plainErrors } from './plain-errors.ts'

const watches = new WeakMap<RunnerTestFile, FileWatch>()
const runners = new WeakSet<VitestTestRunner>()

/** Fails a file whose import attempted something although none of its tests will run. Vitest calls none of its hooks. */
export function guardSkippedFile(watch: FileWatch): void {
  watches.set(watch.task, watch)
}

/** Checks the files that a runner has collected, before the main process receives which of them are skipped. */
export function watchCollected(runner: VitestTestRunner): void {
  if (runners.has(runner)) return
  runners.add(runner)
  const { onCollected } = runner
  runner.onCollected = async (files) => {
    for (const file of files) await closeSkipped(file)
    await onCollected?.call(runner, files)
  }
}

/** First waits for work that the import has started. */
async function closeSkipped(task: RunnerTestFile): Promise<void> {
  const watch = watches.get(task)
  if (watch === undefined || task.mode === 'run' || task.mode === 'queued' || task.result?.state === 'fail') return
  await watch.file.imported()
  await watch.file.settle()
  const errors = closeFile(watch)
  if (errors.length === 0) return
  // A file that counts as skipped never counts as failed.
  task.mode = 'run'
  task.result = { state: 'fail', errors: plainErrors(errors) }
}
