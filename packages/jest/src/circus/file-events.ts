import type { Evidence } from '@agentguard/core'
import { hideGuard, matchers, type TestFile, violationsOf } from '@agentguard/core/internal'
import { bindFunctions, type RunningTest } from './bind-functions.ts'
import { testsOf, timeoutAfter, type CircusEvent, type CircusHook, type CircusState } from './circus.ts'
import { pushErrors, takeBack } from './push-errors.ts'
import { createTestScopes, type TestScopes } from './test-scopes.ts'
import { reportLateEgress } from '../report-late-egress.ts'

/** How far circus got with a file. Without `setup` it never ran, and without `run_finish` the import of the file threw. */
export type Progress = 'none' | 'setup' | 'finished'

/** Follows one test file by the events of circus. */
export interface FileEvents {
  progress(): Progress
  /** The violations of the file and its tests, while no result of Jest can carry them yet. */
  unreported(): readonly Error[]
  /** Never throws, because that would lose the results of the whole file. */
  on(event: CircusEvent, state: CircusState): void | Promise<void>
  /**
   * The event for the environment below. Reporters that are environments, such as Allure's, decide on a test when its
   * function ends, so a function that has violated fails there.
   */
  below(event: CircusEvent): CircusEvent
}

/** Records what a report needs of a file. */
export interface FileRecorder {
  /** Passes on its attempts. */
  evidence(evidence: readonly Evidence[]): void
  timersLeft(count: number): void
}

/** Follows the events of one file, and turns the records of its scopes into failures. */
export function createFileEvents(file: TestFile, record: FileRecorder): FileEvents {
  const scopes = createTestScopes(file)
  const running: RunningTest = { test: undefined }
  const followHook = createHookFollower(file)
  let progress: Progress = 'none'

  return {
    progress: () => progress,
    unreported: () =>
      progress === 'finished'
        ? []
        : [...file.errors(), ...[...scopes.entries()].flatMap(([, scope]) => scope.errors())],
    on: (event, state) => {
      file.announceTimer(timeoutAfter(event, state))
      if (event.name === 'setup') {
        progress = 'setup'
        return event.runtimeGlobals.expect.extend(matchers)
      }
      if (event.name === 'run_start') {
        bindFunctions(state.rootDescribeBlock, file, scopes, running)
        return file.imported()
      }
      if (event.name === 'run_finish') {
        progress = 'finished'
        return finish(file, scopes, state, record)
      }
      if ('hook' in event) return followHook(event)
      return followTest(event, scopes, running)
    },
    below: (event) => (event.name === 'test_fn_success' ? endOfFunction(event, scopes) : event),
  }
}

function endOfFunction(event: CircusEvent & { readonly name: 'test_fn_success' }, scopes: TestScopes): CircusEvent {
  const { test } = event
  const errors = scopes.find(test)?.errors() ?? []
  const [error] = errors
  if (error === undefined) return event
  pushErrors(test.errors, errors)
  return { ...event, name: 'test_fn_failure', error }
}

type HookEvent = Extract<CircusEvent, { readonly hook: CircusHook }>

/** Notes which hooks of the file run. Each-hooks run within a test. */
function createHookFollower(file: TestFile): (event: HookEvent) => Promise<void> | undefined {
  const ends = new Map<CircusHook, () => Promise<void>>()
  const follow = async ({ name, hook }: HookEvent): Promise<void> => {
    await ends.get(hook)?.()
    if (name === 'hook_start') ends.set(hook, file.startHook(hook.type))
    else ends.delete(hook)
  }
  return (event) => (event.hook.type.endsWith('All') ? follow(event) : undefined)
}

type TestEvent = Exclude<CircusEvent, HookEvent | { readonly name: 'setup' | 'run_start' | 'run_finish' }>

function followTest(event: TestEvent, scopes: TestScopes, running: RunningTest): void {
  switch (event.name) {
    case 'test_start':
      if (!event.test.concurrent) running.test = event.test
      break
    case 'test_done':
      if (running.test === event.test) running.test = undefined
      scopes.find(event.test)?.end()
      for (const error of event.test.errors.flat()) hideGuard(error)
      pushErrors(event.test.errors, scopes.find(event.test)?.errors() ?? [])
      break
    case 'test_retry':
      scopes.find(event.test)?.retry(event.test.invocations)
      break
    case 'describe_retry':
      for (const test of testsOf(event.describeBlock)) scopes.find(test)?.retry(test.invocations)
      break
    case 'test_fn_start':
    case 'test_fn_success':
    case 'test_fn_failure':
    default:
      // Every other event of circus, also of later releases.
      break
  }
}

/** Late violations still count, since circus reads the errors only after this handler. */
async function finish(file: TestFile, scopes: TestScopes, state: CircusState, record: FileRecorder): Promise<void> {
  await file.settle()
  record.timersLeft(file.timersLeft())
  for (const [test, scope] of scopes.entries()) {
    const errors = scope.errors()
    takeBack(test.errors, errors)
    // Circus ignores the errors of a test that was skipped at run time.
    pushErrors(test.status === 'done' ? test.errors : state.unhandledErrors, errors)
  }
  const stale = file.takeStale()
  const errors = [...file.errors(), ...stale]
  pushErrors(state.unhandledErrors, errors)
  // Jest fails such a file, but prints nothing about it.
  if (testsOf(state.rootDescribeBlock).every(({ status }) => status === 'skip')) reportLateEgress(errors)
  record.evidence([
    ...file.evidence(),
    ...[...scopes.entries()].flatMap(([, scope]) => scope.evidence()),
    ...violationsOf(stale),
  ])
  file.close()
}
