import { basename } from 'node:path'
import type { Attempt } from '../../policy/attempt/attempt.ts'
import { packageOf } from '../../evidence/stack/package-path.ts'
import { runnerPackages, runnerScopes } from '../../evidence/runners/runner-packages.ts'
import { runnerPrograms, starterPackages, watcher } from '../../evidence/runners/runner-programs.ts'
import { parseStack } from '../../evidence/stack/stack.ts'
import type { Trace } from '../../evidence/record/trace.ts'
import { builtins } from '../node/builtins.ts'
import type { Frame } from '../scope/scope.ts'
import type { Engine } from '../engine/engine.ts'
import { isOwnFile } from './own-files.ts'

/**
 * Whether a runner that `agentguard run` started as a whole does its own work: it starts a program that it is known to
 * start, with the arguments it is known to pass, or talks to its file watcher.
 *
 * Three conditions must hold: the process is the runner's main one, every frame of the stack belongs to the runner, and
 * the package that needs this program is among them. A stack alone proves nothing, since a timer may call a tool
 * without its own frame.
 */
export function isRunnersOwn({ joined }: Engine, { scope }: Frame, attempt: Attempt, trace?: Trace): boolean {
  if (trace === undefined || scope !== joined?.scope || !scope.isRunner) return false
  const starters = startersOf(attempt)
  if (starters.length === 0 || !builtins.workerThreads.isMainThread) return false
  const callers = callersOf(trace)
  return callers.every(isRunner) && starters.some((by) => callers.includes(by))
}

/** The packages that do this for a runner. */
function startersOf({ channel, program, unixPath }: Attempt): readonly string[] {
  if (channel === 'pipe') return unixPath !== undefined && watcher.socket.test(unixPath) ? [watcher.by] : []
  if (channel !== 'child-process' || program === undefined) return []
  const { file, args } = program
  const known = runnerPrograms.filter(
    ({ name, within, takes }) =>
      (within ? within.test(file) && basename(file, '.exe') === name : file === name) && takes(args),
  )
  return known.map(({ by }) => by)
}

/** The packages on the stack. `undefined` for a file that is in none. */
function callersOf({ stack }: Trace): readonly (string | undefined)[] {
  const files = parseStack(stack)
    .map(({ file }) => file)
    .filter((file) => !file.startsWith('node:') && !isOwnFile(file))
  return files.map((file) => packageOf(file)?.name)
}

function isRunner(name: string | undefined): boolean {
  if (name === undefined) return false
  return starterPackages.has(name) || runnerPackages.has(name) || runnerScopes.some((scope) => name.startsWith(scope))
}
