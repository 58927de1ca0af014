import type { Attempt } from '../../policy/attempt/attempt.ts'
import { packageOf } from '../../evidence/stack/package-path.ts'
import { runnerPackages, runnerScopes } from '../../evidence/runners/runner-packages.ts'
import { parseStack } from '../../evidence/stack/stack.ts'
import type { Trace } from '../../evidence/record/trace.ts'
import type { Frame } from '../scope/scope.ts'
import type { Engine } from '../engine/engine.ts'
import { isOwnFile } from './own-files.ts'

/** What runners watch files and build with; it starts programs, and talks to them by unix sockets. */
const tools: ReadonlySet<string> = new Set(['fb-watchman', 'esbuild', 'jest-changed-files', 'execa', 'cross-spawn'])

/** Says whether a runner that is guarded as a whole starts a program for itself, or talks to one by a unix socket. */
export function isRunnersOwn({ joined }: Engine, { scope }: Frame, { channel }: Attempt, trace?: Trace): boolean {
  if (scope !== joined?.scope || (channel !== 'child-process' && channel !== 'pipe')) return false
  return trace !== undefined && isRunnersStack(trace)
}

/** True where nothing but the runner stands on it. */
function isRunnersStack({ stack }: Trace): boolean {
  const files = parseStack(stack)
    .map(({ file }) => file)
    .filter((file) => !file.startsWith('node:') && !isOwnFile(file))
  return files.length > 0 && files.every((file) => isRunner(packageOf(file)?.name))
}

function isRunner(name: string | undefined): boolean {
  if (name === undefined) return false
  return tools.has(name) || runnerPackages.has(name) || runnerScopes.some((scope) => name.startsWith(scope))
}
