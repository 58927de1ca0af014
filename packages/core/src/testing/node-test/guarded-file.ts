import { environment, optionsFromEnvironment } from '../../policy/options/environment-options.ts'
import { openTestFile } from '../session/open-test-file.ts'
import { pointAtSettings } from '../session/point-at-settings.ts'
import type { TestFile, TestScope } from '../session/test-file.ts'
import { violationsOf } from '../session/violations-of.ts'
import { foldersOfRun, leaveLine } from './file-lines.ts'
import type { NodeContext, NodeTest } from './node-runner.ts'

/** A guarded test, and Node's own object of it once its function has run. */
export interface GuardedTest {
  readonly scope: TestScope
  node?: NodeTest
}

/** A guarded test file of `node:test`. */
export interface GuardedFile {
  readonly path: string
  readonly file: TestFile
  /** Opens the scope of a test at its first function, which may be a hook. */
  testOf(context: NodeContext): GuardedTest
  isTest(context: NodeContext): boolean
  /** Closes the file once, and returns the errors that are not reported as the failure of a test. */
  close(): readonly Error[]
}

/**
 * Opens a test file that this process is about to run.
 *
 * @throws TypeError for a wrong option or docblock, with the place and the fix
 */
export function openGuardedFile(path: string): GuardedFile {
  const file = pointAtSettings(path, environment, () => openFile(path), true)
  const tests = new Map<NodeContext, GuardedTest>()
  const life = { isClosed: false }
  return {
    path,
    file,
    isTest: (context) => tests.has(context),
    testOf: (context) => {
      const test = tests.get(context) ?? { scope: file.openTest(context.fullName) }
      tests.set(context, test)
      return test
    },
    close: () => {
      if (life.isClosed) return leaveLate(file)
      life.isClosed = true
      const all = [...tests.values()]
      const unreported = [...file.errors(), ...all.flatMap(unreportedOf)]
      leave(file, all)
      file.close()
      return unreported
    },
  }
}

function openFile(path: string): TestFile {
  const folders = foldersOfRun()
  return openTestFile({
    file: path,
    rootDir: process.cwd(),
    options: optionsFromEnvironment(process.env),
    where: environment,
    spoolIn: folders?.spools,
    explainedIn: folders?.explained,
  })
}

/** Violations of a test that Node does not report as its failure: its own error came first, it is a todo, or it had ended. */
function unreportedOf({ scope, node }: GuardedTest): readonly Error[] {
  const reported = node?.isTodo === true ? undefined : node?.error?.cause
  const all: readonly unknown[] = reported instanceof AggregateError ? reported.errors : [reported]
  return scope.errors().filter((error) => !all.includes(error))
}

function leave(file: TestFile, tests: readonly GuardedTest[]): void {
  const folders = foldersOfRun()
  if (folders === undefined) return
  leaveLine(folders, {
    file: file.file,
    mode: file.mode,
    tests: tests.length,
    whole: tests.every(({ node }) => node?.passed === true),
    timersLeft: file.timersLeft(),
    evidence: [...file.evidence(), ...tests.flatMap(({ scope }) => scope.evidence())],
  })
}

/** Leaves the attempts after the end of the file to the process that started it. */
function leaveLate(file: TestFile): readonly Error[] {
  const errors = file.takeStale()
  const folders = foldersOfRun()
  if (folders !== undefined && errors.length > 0) {
    const none = { tests: 0, whole: false, timersLeft: 0 }
    leaveLine(folders, { file: file.file, mode: file.mode, ...none, evidence: violationsOf(errors) })
  }
  return errors
}
