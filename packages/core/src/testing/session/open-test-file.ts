import { engine, type Engine } from '../../guard/engine/engine.ts'
import { watchWorkInFlight } from '../../guard/engine/work-in-flight.ts'
import { installChannels } from '../../guard/install/install-channels.ts'
import { lookForNative } from '../../guard/native/look-for-native.ts'
import { readEntry } from '../../guard/judging/read-entry.ts'
import { now, turn } from '../../guard/node/real-time.ts'
import { createPolicy, extendPolicy, nestPolicy, type Policy } from '../../policy/precedence/policy.ts'
import { createScope, type Frame, type Running, type Scope } from '../../guard/scope/scope.ts'
import { watchThreads } from './busy-threads.ts'
import { readDocblock } from './docblock.ts'
import { environment, lateFromEnvironment } from '../../policy/options/environment-options.ts'
import { parseOptions } from '../../policy/options/parse-options.ts'
import { flushTimers } from './flush-timers.ts'
import { type InFlight, reviewLeaks, settle } from './settle.ts'
import { watchStale } from './stale.ts'
import { createTestErrors } from './test-errors.ts'
import type { PhaseNow, TestFile, TestFileInput, TestScope } from './test-file.ts'
import { unawaitedErrors } from './unawaited.ts'

/** The holder of test files: from the first one on, the guard stays for the life of the process. */
const testFiles = {}

/**
 * Opens the guarded scope of a test file; code that no test or hook started belongs to it until the next file is opened.
 *
 * @throws TypeError for a bad option or docblock, naming the place and the fix
 */
export function openTestFile({
  file,
  rootDir,
  options,
  where,
  recordAllowed,
  provenOn,
  runnerTimers = none,
  tellStale,
}: TestFileInput): TestFile {
  const state = engine()
  reviewLeaks(state.leaks, runnerTimers)
  const work = (state.inFlight ??= watchWorkInFlight(state.current))
  const keepsAllowed = recordAllowed === true && 'egress'
  const policy = policyOf(file, options, where, state.joined?.scope.policy)
  const running: Running = { isImporting: true, tests: new Map(), hooks: new Set() }
  const scope = createScope({ name: file, file, policy, keepsAllowed, running })
  installChannels(state, testFiles, provenOn)
  state.native.witness.begin(scope)
  state.current.setFallback(frameOf(scope, () => (running.isImporting ? 'import' : 'run')))
  const own = createTestErrors(scope, { cwd: rootDir })
  const scopes = [scope]
  return {
    file,
    mode: policy.mode,
    run: (phase, fn) => state.current.run(frameOf(scope, phase), fn),
    enter: (phase) => state.current.enter({ scope, phase }),
    imported: async () => {
      await turn()
      running.isImporting = false
    },
    startHook: (phase) => {
      const hook = { phase }
      running.hooks.add(hook)
      return () => void running.hooks.delete(hook)
    },
    openTest: (name) => {
      const test = createScope({ name, policy: scope.policy, parent: scope, keepsAllowed })
      scopes.push(test)
      state.native.witness.begin(test)
      return createTestScope(state, test, { running, rootDir })
    },
    settle: async (limit = policy.lateLimit) => {
      const inFlight: InFlight = {
        leaks: state.leaks,
        runnerTimers,
        timers: () => work.timersOf(file),
        pool: work.pool,
        hasBusyThreads: watchThreads(state.native.witness.threads),
      }
      await settle(inFlight, limit)
      if (policy.late === 'flush') await flushTimers(work.leftBy(scope), inFlight, limit)
      lookForNative(state, scope)
    },
    timersLeft: () => (policy.late === 'flush' ? 0 : work.leftBy(scope).length),
    errors: () => {
      lookForNative(state, scope)
      return own.errors()
    },
    evidence: () => own.evidence(),
    takeStale: () => state.stale.splice(0),
    close: () => {
      for (const open of scopes) {
        open.endedAt ??= now()
        watchStale(state, open, rootDir, tellStale)
      }
      state.current.setFallback(state.joined ?? { scope: state.root, phase: 'run' })
    },
  }
}

const none = (): number => 0

function frameOf(scope: Scope, phase: PhaseNow): Frame {
  if (typeof phase === 'string') return { scope, phase }
  return {
    scope,
    get phase() {
      return phase()
    },
  }
}

/** In a process that is guarded as a whole, what is denied or locked there holds for its tests too. */
function policyOf(file: string, options: unknown, where: string, around: Policy | undefined): Policy {
  const parsed = parseOptions(options, where)
  const inConfig = around ? nestPolicy(around, parsed, where) : createPolicy(parsed, where)
  const configured = extendPolicy(inConfig, lateFromEnvironment(process.env), environment)
  const docblock = readDocblock(file)
  return docblock ? extendPolicy(configured, docblock, file) : configured
}

interface TestPlace {
  readonly running: Running
  readonly rootDir: string
}

function createTestScope(state: Engine, scope: Scope, { running, rootDir }: TestPlace): TestScope {
  const frames = new Map<PhaseNow, Frame>()
  const own = createTestErrors(scope, { cwd: rootDir })
  const frameIn = (phase: PhaseNow): Frame => {
    const frame = frames.get(phase) ?? frameOf(scope, phase)
    frames.set(phase, frame)
    if (scope.endedAt === undefined) running.tests.set(scope, frame)
    return frame
  }
  return {
    name: scope.name,
    run: (phase, fn) => state.current.run(frameIn(phase), fn),
    enter: (phase) => state.current.enter(frameIn(phase)),
    retry: (number) => {
      scope.retry = number
      scope.endedAt = undefined
    },
    end: () => {
      lookForNative(state, scope)
      running.tests.delete(scope)
      scope.endedAt = now()
    },
    errors: () => [...own.errors(), ...(scope.endedAt === undefined ? [] : unawaitedErrors(scope))],
    evidence: () => own.evidence(),
    onViolation: (listener) => {
      scope.ledger.subscribe((entry) => {
        if (entry.outcome !== 'allowed') listener(readEntry(entry))
      })
    },
  }
}
