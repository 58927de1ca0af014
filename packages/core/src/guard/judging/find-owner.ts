import type { Frame, Running, Scope } from '../scope/scope.ts'

/**
 * The frame that owns what happens now.
 *
 * Async context shows where work began. For work that began at an import, or in a hook that is over, that says little:
 * queues, pools and emitters live as long as the file. Then the one test or hook that is running owns it. Where several
 * run, the file does, and the evidence lists them. A server that outlives its test is treated alike.
 */
export function findOwner(frame: Frame): Frame {
  const place = placeOf(frame)
  if (place === undefined || place.running.isImporting) return frame
  const { phase } = frame
  const { file, running } = place
  const hooks = [...running.hooks]
  if (file === frame.scope && hooks.some((hook) => hook.phase === phase)) return frame
  const began = file !== frame.scope || phase === 'run' ? undefined : phase
  const tests = [...running.tests.values()]
  const [test] = tests
  const [hook] = hooks
  if (tests.length + Math.sign(hooks.length) > 1) {
    const names = [...tests.map((one) => one.scope.name), ...hooks.map((one) => one.phase)]
    return { scope: file, phase: 'run', began, candidates: names.slice(0, shown) }
  }
  if (test !== undefined) return { scope: test.scope, phase: test.phase, began }
  if (hook !== undefined) return { scope: file, phase: hook.phase, began }
  return file === frame.scope ? { scope: file, phase: 'run', began } : frame
}

/** More names would not help to find the test. */
const shown = 20

interface Place {
  readonly file: Scope
  readonly running: Running
}

/** The file whose running tests may be the cause: of work of the file itself, and of a server whose test is over. */
function placeOf({ scope, serves = false }: Frame): Place | undefined {
  if (scope.endedAt === undefined) return scope.running && { file: scope, running: scope.running }
  let file = scope
  while (file.running === undefined && file.parent) file = file.parent
  const { running } = file
  return serves && running && file.endedAt === undefined ? { file, running } : undefined
}
