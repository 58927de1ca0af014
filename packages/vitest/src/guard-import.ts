import { closeFile, type FileWatch } from './file-watch.ts'
import { watchCollected } from './guard-skipped-file.ts'
import type { RunningVitest } from './running-vitest.ts'
import { setupId } from './setup-id.ts'

/** The file that is being collected. A worker without isolation collects many, one after the other. */
const current: { watch?: FileWatch; runners: WeakSet<object> } = { runners: new WeakSet() }

/**
 * Runs the file's imports and `describe` bodies in its own scope, so that a timer of theirs is attributed to this file
 * even if it fires during the next one.
 *
 * @param registerNext registers a later test file of this worker. Our setup file does only that, and Vitest would fetch
 *   and evaluate it for each of them.
 */
export function guardImport({ TestRunner }: RunningVitest, watch: FileWatch, registerNext: () => void): void {
  current.watch = watch
  if (current.runners.has(TestRunner)) return
  current.runners.add(TestRunner)
  const { importFile } = TestRunner.prototype
  // Vitest awaits this in the function that collects the file. A scope entered here lasts until that function ends.
  TestRunner.prototype.importFile = function (path, source) {
    watchCollected(this)
    if (path === setupId) return registerNext()
    const { watch } = current
    // In parallel, setup files of the next file begin before ours has opened its scope.
    if (watch?.task !== TestRunner.getCurrentSuite().file) return importFile.call(this, path, source)
    watch?.file.enter('import')
    const imported = importFile.call(this, path, source)
    return watch && source === 'collect' ? reportWithFailure(imported, watch) : imported
  }
}

/** A file that cannot be imported runs no hook, so its import error carries the attempts of the import. */
async function reportWithFailure(imported: unknown, watch: FileWatch): Promise<unknown> {
  try {
    return await imported
  } catch (error) {
    const rest = closeFile(watch)
    throw rest.length === 0 ? error : new AggregateError([error, ...rest])
  }
}
