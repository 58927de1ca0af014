import type { StackFrame } from '../record/evidence.ts'
import { packageOf } from './package-path.ts'
import { guardPackages, runnerPackages, runnerScopes } from '../runners/runner-packages.ts'

/** The frames of a V8 stack that are in files. Frames of Node, of native code and without a place are left out. */
export function parseStack(stack: string): StackFrame[] {
  return stack.split('\n').flatMap((text) => parseFrame(text) ?? [])
}

/** The frames of the caller, without those of the runner and of the guard's files, for which `isOwn` is true. */
export function callerFrames(frames: readonly StackFrame[], isOwn: (file: string) => boolean = never): StackFrame[] {
  return frames.filter((frame) => !frame.file.startsWith('node:') && !isRunnerFile(frame.file) && !isOwn(frame.file))
}

/** A stack without the guard's frames between a test and its runner, which do not interest the author of the test. */
export function dropGuardFrames(stack: string, isOwn: (file: string) => boolean = never): string {
  const isGuards = (file: string): boolean => isOwn(file) || guardPackages.has(packageOf(file)?.name ?? '')
  return stack
    .split('\n')
    .filter((line) => !isGuards(parseFrame(line)?.file ?? ''))
    .join('\n')
}

/** Returns whether a file is in one of the directories. For packages that a workspace links, whose paths have no node_modules. */
export function insideDirectories(directories: readonly string[]): (file: string) => boolean {
  const prefixes = directories.map((directory) => `${withSlashes(directory).replace(/\/+$/, '')}/`)
  return (file) => {
    const path = withSlashes(file)
    return prefixes.some((prefix) => path.startsWith(prefix))
  }
}

function parseFrame(text: string): StackFrame | undefined {
  const call = /^\s*at (?:async )?(.+)$/.exec(text.trimEnd())?.[1]
  if (call === undefined) return undefined
  const [name, place] = splitCall(call)
  const found = /^(.+):(\d+):(\d+)$/.exec(placeOutsideEval(place))
  const file = found?.[1] === undefined ? undefined : plainPath(found[1])
  if (file === undefined) return undefined
  const frame = { file, line: Number(found?.[2]), column: Number(found?.[3]) }
  const shown = functionName(name)
  return shown === undefined ? frame : { ...frame, function: shown }
}

/** Splits `name (place)`. A computed method's name and a path may both contain parentheses, so the place must look like one. */
function splitCall(call: string): [name: string | undefined, place: string] {
  if (!call.endsWith(')')) return [undefined, call]
  const opening = / \((?=\/|\\\\|[A-Za-z]:[\\/]|[a-z][a-z+-]+:|eval at |<anonymous>|\[|index \d|native\b)/.exec(call)
  const at = opening?.index ?? call.indexOf(' (')
  return at < 0 ? [undefined, call] : [call.slice(0, at), call.slice(at + 2, -1)]
}

/** `eval at f (eval at g (/a.js:1:2), <anonymous>:3:4), <anonymous>:5:6` was written at `/a.js:1:2`. */
function placeOutsideEval(place: string): string {
  let inner = place
  while (inner.startsWith('eval at ')) {
    const at = inner.indexOf(' (')
    if (at < 0) return ''
    inner = inner.slice(at + 2)
  }
  return inner === place ? place : (/^[^\n]*?:\d+:\d+(?=\))/.exec(inner)?.[0] ?? '')
}

function plainPath(file: string): string | undefined {
  if (/^(?:node|data|wasm|blob):|^<anonymous>$|^native$/.test(file)) return undefined
  // Vite and similar tools version their modules: `weather.ts?v=1a2b`.
  const path = file.replace(/\?.*$/s, '').replace(/^([a-z]+:\/\/)[^/]*@/, '$1')
  return path.startsWith('file://') ? pathOfFileUrl(path) : path
}

/** Like `fileURLToPath`, for a stack from any platform. */
function pathOfFileUrl(url: string): string {
  const rest = decode(url.slice('file://'.length).replace(/#.*$/s, ''))
  if (/^\/[A-Za-z]:/.test(rest)) return rest.slice(1).replaceAll('/', '\\')
  return rest.startsWith('/') ? rest : `\\\\${rest.replaceAll('/', '\\')}`
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The name as in the source, without the receiver that bundlers and module runners add. */
function functionName(name: string | undefined): string | undefined {
  if (name === undefined || name.endsWith('<anonymous>')) return undefined
  return name.replace(/ \[as [^\]]*\]$/, '').replace(/^(?:(?:Object|Module)\.|__vite_ssr_\w+__\.)+/, '')
}

/** Whether a file belongs to a package of a runner or of the guard. */
export function isRunnerFile(file: string): boolean {
  const name = packageOf(file)?.name
  if (name === undefined) return /[\\/]\.pnp\.(?:c?js|loader\.mjs)$/.test(file)
  return runnerPackages.has(name) || runnerScopes.some((scope) => name.startsWith(scope))
}

function withSlashes(path: string): string {
  return path.replaceAll('\\', '/')
}

const never = (): boolean => false
