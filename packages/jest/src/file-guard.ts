import { openTestFile } from '@agentguard/core/session'
import type { CircusEvent, CircusState } from './circus/circus.ts'
import { createFileEvents } from './circus/file-events.ts'
import type { EnvironmentConfig, EnvironmentContext } from './environment.ts'
import { otherRunnerError, refuseOtherRunners } from './refuse-other-runners.ts'
import { tellAtExit, tellLateEgress } from './tell-late-egress.ts'

/** The guard over one test file, from the constructor of its environment to its teardown. */
export interface FileGuard {
  /** The environment is set up: from here on, circus has to tell what it does. */
  ready(): void
  on(event: CircusEvent, state: CircusState): void | Promise<void>
  /** Ends the file. Throws only where nothing else would fail, because that loses the results of the file. */
  close(): void
}

/** Guards a file, with options that the environment below does not know. */
export function openFileGuard(config: EnvironmentConfig, context: EnvironmentContext, options: unknown): FileGuard {
  const { rootDir, testRunner } = config.projectConfig
  refuseOtherRunners(testRunner)
  const file = openTestFile({ file: context.testPath, rootDir, options, where: 'testEnvironmentOptions' })
  // Jest builds the environment in the very function that loads the file from here on.
  file.enter('import')
  tellAtExit(file)
  const events = createFileEvents(file)
  const life = { ready: false, closed: false }

  return {
    ready: () => {
      life.ready = true
    },
    on: events.on,
    close: () => {
      // Jest 29 tears down twice when the first time fails.
      if (life.closed) return
      life.closed = true
      if (events.progress() !== 'finished') {
        // The file could not be loaded: that error is on its way and must not be replaced.
        tellLateEgress(file.errors())
        file.close()
      }
      if (events.progress() === 'none' && life.ready) throw otherRunnerError()
    },
  }
}
