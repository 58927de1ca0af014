import { matchers, openTestFile, pointAtSettings, type TestFileInput, violationsOf } from '@agentguard/core/internal'
import type { RunnerTestFile } from 'vitest'
import { noteDefinitions } from './definition-of.ts'
import type { FileWatch } from './file-watch.ts'
import { guardFile } from './guard-file.ts'
import { guardFixtures } from './guard-fixtures.ts'
import { guardImport } from './guard-import.ts'
import { guardSkippedFile } from './guard-skipped-file.ts'
import { guardTests } from './guard-tests.ts'
import { appendLate, explainedIn, spoolsIn } from './late-lines.ts'
import { noWishes, type ReportWishes } from './report-wishes.ts'
import { assertSupported, type RunningVitest } from './running-vitest.ts'

const registered = new WeakSet<RunnerTestFile>()

/** Guards the test file that Vitest is about to import. A second call for the same file does nothing. */
export function registerFile(vitest: RunningVitest): void {
  assertSupported(vitest)
  const task = vitest.TestRunner.getCurrentSuite().file
  if (task === undefined)
    throw new TypeError('agentguard: no test file is running here. Name this module in setupFiles.')
  // A project may have both the plugin and the setup file.
  if (registered.has(task)) return
  registered.add(task)
  const wishes = vitest.inject('agentguardReport') ?? noWishes
  const file = openFile(vitest, task, wishes)
  task.meta.agentguardMode = file.mode
  const watch: FileWatch = { task, file, tests: new Map(), reported: new Map(), wishes }
  // Vitest's types require a Promise from a matcher, but it awaits any thenable.
  vitest.expect.extend(matchers as unknown as Parameters<typeof vitest.expect.extend>[0])
  noteDefinitions(vitest)
  guardImport(vitest, watch, () => registerFile(vitest))
  guardSkippedFile(watch)
  guardFile(vitest, watch)
  guardFixtures(vitest, watch)
  guardTests(vitest, watch)
}

function openFile(
  { inject }: RunningVitest,
  { filepath, projectName }: RunnerTestFile,
  { allowed }: ReportWishes,
): FileWatch['file'] {
  const directory = inject('agentguardLate')
  const input: TestFileInput = {
    file: filepath,
    rootDir: process.cwd(),
    options: inject('agentguard') ?? {},
    recordAllowed: allowed,
    ...(directory !== undefined && {
      tellStale: (error) => reportStale(error, directory, projectName),
      spoolIn: spoolsIn(directory),
      explainedIn: explainedIn(directory),
    }),
    where,
  }
  // Vitest has the source of a file only once it has loaded it, which the error prevents.
  return pointAtSettings(filepath, where, () => openTestFile(input), true)
}

const where = 'agentguard() or test.provide.agentguard in the Vitest config'

/** Reports to the main process. The test process may end at any moment, and a later file must not fail for this one. */
function reportStale(error: Error, directory: string, project: string | undefined): boolean {
  const { message } = error
  const lines = violationsOf([error]).map((evidence) => ({ project, evidence, message }))
  return lines.length > 0 && appendLate(directory, lines)
}
