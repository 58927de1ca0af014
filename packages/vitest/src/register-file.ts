import { matchers, openTestFile } from '@agentguard/core/internal'
import type { RunnerTestFile } from 'vitest'
import type { FileWatch } from './file-watch.ts'
import { guardFile } from './guard-file.ts'
import { guardImport } from './guard-import.ts'
import { guardSkippedFile } from './guard-skipped-file.ts'
import { guardTests } from './guard-tests.ts'
import { noWishes, type ReportWishes } from './report-wishes.ts'
import { assertSupported, type RunningVitest } from './running-vitest.ts'
import { noteUpdate, updateTimers } from './update-timer.ts'

const registered = new WeakSet<RunnerTestFile>()

/** Guards the test file that Vitest is about to import. A second call for the same file does nothing. */
export function registerFile(vitest: RunningVitest): void {
  assertSupported(vitest)
  const task = vitest.TestRunner.getCurrentSuite().file
  if (task === undefined)
    throw new TypeError('agentguard: no test file is running here. Name this module in setupFiles.')
  // The plugin and the setup file may both be there.
  if (registered.has(task)) return
  registered.add(task)
  // The timer of the file before may still be pending, and serves this one too.
  noteUpdate()
  const wishes = vitest.inject('agentguardReport') ?? noWishes
  const watch: FileWatch = { task, file: openFile(vitest, task, wishes), tests: new Map(), told: new WeakSet(), wishes }
  // Vitest asks a matcher for a Promise, and waits for any thenable.
  vitest.expect.extend(matchers as unknown as Parameters<typeof vitest.expect.extend>[0])
  guardImport(vitest, watch)
  guardSkippedFile(watch)
  guardFile(vitest, watch)
  guardTests(vitest, watch)
}

function openFile(
  { inject }: RunningVitest,
  { filepath }: RunnerTestFile,
  { allowed }: ReportWishes,
): FileWatch['file'] {
  return openTestFile({
    file: filepath,
    rootDir: process.cwd(),
    options: inject('agentguard') ?? {},
    recordAllowed: allowed,
    provenOn: inject('agentguardProven'),
    runnerTimers: updateTimers,
    where: 'agentguard() or test.provide.agentguard in the Vitest config',
  })
}
