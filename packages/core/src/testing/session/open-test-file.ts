import { engine, type Engine } from '../../guard/engine/engine.ts'
import { collectAttempts } from '../../guard/children/collect-attempts.ts'
import { settledEntries } from '../../guard/children/settled-entries.ts'
import { noteRunning } from '../../guard/children/note-running.ts'
import { watchWorkInFlight } from '../../guard/engine/work-in-flight.ts'
import { installChannels } from '../../guard/install/install-channels.ts'
import { lookForNative } from '../../guard/native/look-for-native.ts'
import { readEntry } from '../../guard/judging/read-entry.ts'
import { keepCode } from '../../guard/node/kept.ts'
import { now, turn } from '../../guard/node/real-time.ts'
import { createScope, type Running, type Scope } from '../../guard/scope/scope.ts'
import { hasBusyChildren } from '../settle/busy-children.ts'
import { watchThreads } from '../settle/busy-threads.ts'
import { createExplained } from './explained.ts'
import { filePolicy } from './file-policy.ts'
import { findMockLibrary } from './find-mock-library.ts'
import { flushTimers } from '../settle/flush-timers.ts'
import { type InFlight, reviewLeaks, settle } from '../settle/settle.ts'
import { dropStaleErrors, watchStale } from './stale.ts'
import { createTestErrors, type ErrorPlace } from './test-errors.ts'
import type { TestFile, TestFileInput } from './test-file.ts'
import { frameOf, TestOfFile } from './test-of-file.ts'

/** The holder for test files. From the first one on, the guard stays for the life of the process. */
const testFiles = {}

/**
 * Opens the guarded scope of a test file. Code that no test or hook started belongs to it until the next file is
 * opened.
 *
 * @throws TypeError for a wrong option or docblock, naming the place and the fix
 */
export function openTestFile(input: TestFileInput): TestFile {
  const { file, options, where, recordAllowed, tellStale } = input
  const state = engine()
  state.spoolIn ??= input.spoolIn
  const keepsAllowed = recordAllowed === true && 'egress'
  const policy = filePolicy(file, options, where, state.joined?.scope.policy)
  const running: Running = { isImporting: true, tests: new Map(), hooks: new Set() }
  const scope = createScope({ name: file, file, policy, keepsAllowed, running })
  const ending = followWork(state, scope)
  installChannels(state, testFiles)
  state.native.witness.begin(scope)
  const notes = noteRunning(state, scope)
  state.current.setFallback(frameOf(scope, () => (running.isImporting ? 'import' : 'run')))
  const shared = { state, running, place: placeOfErrors(input), changed: notes.changed }
  const tests: TestOfFile[] = []
  return {
    file,
    mode: policy.mode,
    ...ending,
    ...createPhases(state, scope, running),
    ...createVerdict(state, scope, shared.place),
    openTest: (name, definedAt) => {
      const opened = createScope({ name, policy: scope.policy, parent: scope, keepsAllowed })
      state.native.witness.begin(opened)
      const test = new TestOfFile(shared, opened, definedAt)
      tests.push(test)
      return test
    },
    close: () => {
      notes.end()
      collectAttempts(state)
      for (const left of [{ scope, place: shared.place }, ...tests.splice(0)]) {
        left.scope.endedAt ??= now()
        watchStale(state, left, tellStale)
      }
      state.current.setFallback(state.joined ?? { scope: state.root, phase: 'run' })
      keepCode()
    },
  }
}

function placeOfErrors({ file, rootDir, explainedIn }: TestFileInput): ErrorPlace {
  return {
    cwd: rootDir,
    explained: createExplained(explainedIn),
    read: readEntry,
    mocks: () => findMockLibrary(file) ?? 'none',
  }
}

/** Runs code of the file outside its tests: its import and its hooks. */
function createPhases(
  { current }: Engine,
  scope: Scope,
  running: Running,
): Pick<TestFile, 'run' | 'enter' | 'imported' | 'startHook'> {
  return {
    run: (phase, fn) => current.run(frameOf(scope, phase), fn),
    enter: (phase) => current.enter({ scope, phase }),
    imported: async () => {
      await turn()
      running.isImporting = false
    },
    startHook: (phase) => {
      const hook = { phase }
      running.hooks.add(hook)
      return async () => {
        await turn()
        running.hooks.delete(hook)
      }
    },
  }
}

/** Follows what the file has started and not finished. */
function followWork(state: Engine, scope: Scope): Pick<TestFile, 'settle' | 'timersLeft' | 'announceTimer'> {
  if (!state.inFlight) dropStaleErrors(state)
  const work = (state.inFlight ??= watchWorkInFlight(state.current))
  reviewLeaks(state.leaks, work.runnerTimers)
  const { file = scope.name, policy } = scope
  return {
    settle: async (limit = policy.lateLimit) => {
      const inFlight: InFlight = {
        leaks: state.leaks,
        runnerTimers: work.runnerTimers,
        timers: () => work.timersOf(file),
        pool: work.pool,
        hasBusyThreads: watchThreads(state.native.witness.threads),
        hasBusyChildren: () => hasBusyChildren(state, scope),
      }
      await settle(inFlight, limit)
      if (policy.late === 'flush') await flushTimers(work.leftBy(scope), inFlight, limit)
      lookForNative(state, scope)
    },
    announceTimer: (duration) => work.announce(scope, duration),
    timersLeft: () => (policy.late === 'flush' ? 0 : work.leftBy(scope).length),
  }
}

/** The errors of the file itself, and those that earlier files left. */
function createVerdict(
  state: Engine,
  scope: Scope,
  place: ErrorPlace,
): Pick<TestFile, 'errors' | 'evidence' | 'takeStale'> {
  const own = createTestErrors(scope, place)
  return {
    errors: () => {
      lookForNative(state, scope)
      return own.errors(settledEntries(state, scope))
    },
    evidence: () => own.evidence(settledEntries(state, scope)),
    takeStale: () => state.stale.splice(0),
  }
}
