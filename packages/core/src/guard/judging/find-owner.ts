import type { Frame } from '../scope/scope.ts'

/**
 * The frame that owns what happens now.
 *
 * Async context tells where work began. For work that began at an import or in a hook which is over, that says little: queues,
 * pools and emitters live as long as the file. The one test or hook that runs now has caused it. Where several run, it is the
 * file's, and the evidence names them.
 */
export function findOwner(frame: Frame): Frame {
  const { scope, phase } = frame
  const { running, endedAt } = scope
  if (running === undefined || running.isImporting || endedAt !== undefined) return frame
  const hooks = [...running.hooks]
  if (hooks.some((hook) => hook.phase === phase)) return frame
  const began = phase === 'run' ? undefined : phase
  const tests = [...running.tests.values()]
  const [test] = tests
  if (tests.length + Math.sign(hooks.length) > 1) {
    const names = [...tests.map((one) => one.scope.name), ...hooks.map((hook) => hook.phase)]
    return { scope, phase: 'run', began, candidates: names.slice(0, shown) }
  }
  if (test !== undefined) return { scope: test.scope, phase: test.phase, began }
  return { scope, phase: hooks[0]?.phase ?? 'run', began }
}

/** More names than this help no one to find the test. */
const shown = 20
