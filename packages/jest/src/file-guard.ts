import { openTestFile, pointAtSettings, type TestFile, violationsOf } from '@agentguard/core/internal'
import { noteAudited, type Place } from './audit-digest.ts'
import { checkFileOptions } from './check-file-options.ts'
import type { CircusEvent, CircusState } from './circus/circus.ts'
import { createFileEvents, type FileRecorder } from './circus/file-events.ts'
import type { EnvironmentConfig, EnvironmentContext } from './environment.ts'
import { appendEvidence, appendFile, readWishes } from './evidence-lines.ts'
import { otherRunnerError, refuseOtherRunners } from './refuse-other-runners.ts'
import { optionsPlace, splitOptions } from './split-options.ts'
import { reportAtExit, reportLateEgress } from './report-late-egress.ts'

const { isMainThread } = process.getBuiltinModule('node:worker_threads')

/** The guard of one test file, from the constructor of its environment to its teardown. */
export interface FileGuard {
  /** The options for the environment below. */
  readonly environmentOptions: Readonly<Record<string, unknown>>
  /** Call it once the environment is set up. From here on, circus must report its events. */
  ready(): void
  on(event: CircusEvent, state: CircusState): void | Promise<void>
  /** The event for the environment below. */
  below(event: CircusEvent): CircusEvent
  /** Ends the file. Throws only where nothing else would fail, because that loses the results of the file. */
  close(): void
}

/** Guards a file. `isNode` says whether its environment is built on Node's, whose options are known. */
export function openFileGuard(config: EnvironmentConfig, context: EnvironmentContext, isNode: boolean): FileGuard {
  refuseOtherRunners(config.projectConfig.testRunner)
  const { file, environmentOptions } = openFile(config, context, isNode)
  // Jest constructs the environment in the function that loads the file afterwards.
  file.enter('import')
  const { displayName, rootDir: root } = config.projectConfig
  const project = displayName?.name
  const record = recordFile(file, { project, root })
  const events = createFileEvents(file, record)
  const life = { ready: false, closed: false }
  const letGo = reportAtExit(file, project, () => events.unreported())

  return {
    environmentOptions,
    ready: () => {
      life.ready = true
    },
    on: events.on,
    below: events.below,
    close: () => {
      // Jest 29 tears down twice when the first time fails.
      if (life.closed) return
      life.closed = true
      letGo()
      if (events.progress() !== 'finished') {
        // The file could not be loaded. That error is pending and must not be replaced.
        reportLateEgress(file.errors())
        record.evidence(file.evidence())
        file.close()
      }
      if (events.progress() === 'none' && life.ready) throw otherRunnerError()
    },
  }
}

/** Writes the evidence of a file to where the reporter reads it. */
function recordFile({ file, mode }: TestFile, place: Place): FileRecorder {
  const { project } = place
  appendFile({ project, file, mode })
  return {
    evidence: (evidence) => {
      if (!appendEvidence(project, evidence)) noteAudited(evidence, place)
    },
    timersLeft: (timersLeft) => {
      if (timersLeft > 0) appendFile({ project, file, mode, timersLeft })
    },
  }
}

interface OpenedFile extends Pick<FileGuard, 'environmentOptions'> {
  readonly file: TestFile
}

function openFile(config: EnvironmentConfig, context: EnvironmentContext, isNode: boolean): OpenedFile {
  return pointAtSettings(context.testPath, optionsPlace, () => openGuarded(config, context, isNode))
}

function openGuarded({ projectConfig }: EnvironmentConfig, context: EnvironmentContext, isNode: boolean): OpenedFile {
  checkFileOptions(projectConfig.testEnvironmentOptions, context, isNode)
  const { guard, environment } = splitOptions(projectConfig.testEnvironmentOptions, isNode)
  const { rootDir } = projectConfig
  const file = openTestFile({
    file: context.testPath,
    rootDir,
    options: guard,
    where: optionsPlace,
    recordAllowed: readWishes()?.allowed === true,
    spoolIn: spoolsOfReporter(),
    explainedIn: readWishes()?.explained,
    // With a reporter, no later file has to fail for attempts of this one.
    tellStale: (error) => appendEvidence(projectConfig.displayName?.name, violationsOf([error]), true),
  })
  return { file, environmentOptions: environment }
}

/** In band, the reporter itself collects what is left. */
function spoolsOfReporter(): string | undefined {
  const wishes = readWishes()
  return wishes === undefined || (wishes.pid === process.pid && isMainThread) ? undefined : wishes.spools
}
