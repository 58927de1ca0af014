import type { ChildProcess } from 'node:child_process'
import type { EgressBlockedError } from '../../../evidence/errors/egress-blocked-error.ts'
import { builtins } from '../../node/builtins.ts'
import { type Binding, withBinding } from '../../patch/native-bindings.ts'
import { replaceProperty, type Restore } from '../../patch/replace-property.ts'
import { restoreAll } from '../../patch/restore-all.ts'
import { whenLoaded } from '../../patch/when-loaded.ts'
import { classifyProgram, foreignPrograms } from '../../programs/classify-program.ts'
import type { Program } from '../../programs/program.ts'
import type { Channel, Needs } from '../../capabilities/channel.ts'
import type { ProgramStart } from '../../capabilities/children.ts'
import { changed } from './changed-options.ts'
import { equipEnvironment, readPairs } from './equip-environment.ts'
import { coverDescriptors } from './cover-descriptors.ts'
import { gateProcessHandle } from './process-handle.ts'
import { apply } from '../../node/originals.ts'
import { workingFolder } from '../../node/working-folder.ts'

/** What Node passes to the system for every way of starting a program. */
interface SpawnOptions {
  file: string
  args?: readonly unknown[] | null
  /** Where it is not a list, the child gets the environment of this process. */
  envPairs?: unknown
  cwd?: unknown
  uid?: unknown
  gid?: unknown
  stdio?: unknown
}

/** Child processes. Node children are guarded, and programs that might use the network unseen need a rule. */
export const childProcesses: Channel = {
  name: 'child-process',
  install: (needs) => {
    const inherited = { ...process.env }
    const passing = { now: false }
    return restoreAll([
      whenLoaded('child_process', () => gateSpawn(needs, inherited, passing)),
      withBinding('process_wrap', (found) => gateProcessHandle(needs, found, () => passing.now)),
      withBinding('spawn_sync', (found) => gateSpawnSync(needs, found, inherited)),
    ])
  },
}

type StartNeeds = Needs<'ownership' | 'decide' | 'children'>

function gateSpawnSync(needs: StartNeeds, binding: Binding, inherited: Program['inherited']): Restore {
  // Safe, since Node's own code assumes the same shape.
  const spawner = binding as { spawn: (options: unknown) => unknown }
  return replaceProperty(spawner, 'spawn', (spawn) => (options) => {
    if (!isSpawnOptions(options, null)) return spawn(options)
    const { options: equipped, outside } = prepare(needs, options, inherited)
    return coverDescriptors(equipped, { outside, ignored: { type: 'ignore' } }, spawn)
  })
}

function gateSpawn(needs: StartNeeds, inherited: Program['inherited'], passing: { now: boolean }): Restore {
  const { prototype } = builtins.childProcess.ChildProcess
  return replaceProperty(prototype as unknown as Spawner, 'spawn', (spawn) => {
    return function (this: ChildProcess, options: unknown): unknown {
      // Node itself rejects a value that is not options.
      if (!isSpawnOptions(options, undefined)) return apply(spawn, this, [options])
      const { error, options: equipped, outside, started } = prepare(needs, options, inherited)
      if (error) refuse(this, options.file, error)
      // A patch below this one may start another program first.
      const before = passing.now
      passing.now = true
      try {
        return coverDescriptors(equipped, { outside, ignored: 'ignore', child: this }, (covered) =>
          apply(spawn, this, [covered]),
        )
      } finally {
        passing.now = before
        if (this.pid !== undefined) started?.(this.pid)
      }
    }
  })
}

interface Spawner {
  spawn(this: ChildProcess, options: unknown): unknown
}

/** A file that does not exist, so that a refused start fails like any start that fails. */
const nowhere = '/nonexistent/refused-by-agentguard'

/** What replaces the options, and what to call with the process that was started. */
interface Prepared {
  readonly error?: EgressBlockedError
  readonly options: SpawnOptions
  /** Descriptors of this process that the program must not inherit. */
  readonly outside?: readonly number[]
  readonly started?: (pid: number) => void
}

function prepare(
  { ownership, decide, children }: StartNeeds,
  options: SpawnOptions,
  inherited: Program['inherited'],
): Prepared {
  // Node converts them to text, and so does this, once: what is judged is what starts.
  const args = options.args?.map(String)
  const pairs = isTexts(options.envPairs) ? options.envPairs.map(String) : readPairs(process.env)
  const { file } = options
  const cwd = typeof options.cwd === 'string' ? options.cwd : workingFolder()
  const program = { file, name: args?.[0], args: args?.slice(1) ?? [], env: readPairs(pairs), inherited, cwd }
  // The guard runs git to read what git is configured to start. That run is not an attempt of the scope.
  const foreign = children.outside(() => foreignPrograms(program))
  // Two shells are two kinds of attempt where they start different programs.
  const raw = [file, ...foreign].join(' ')
  const attempt = { channel: 'child-process', program: { file, args: program.args, foreign }, raw } as const
  const operation = ownership.begin(attempt)
  const error = decide(attempt, operation)
  if (error) return { error, options: changed(options, { file: nowhere }) }
  const equipment = children.equip(attempt, operation)
  if (equipment === undefined) return { options }
  if ('error' in equipment) return { error: equipment.error, options: changed(options, { file: nowhere }) }
  const equipped = changed(options, { ...(args && { args }), envPairs: equipEnvironment(pairs, program, equipment) })
  const before = children.isolate(attempt, operation, equipment, {
    cwd,
    descriptors: descriptorsOf(options),
    ...userOf(options),
  })
  const started = (pid: number): void => children.started(operation, pid, () => classifyProgram(program) === 'node')
  if (before === undefined) return { options: equipped, started }
  if ('error' in before) return { error: before.error, options: changed(options, { file: nowhere }) }
  const { words, outside } = before
  const [first = file] = words
  // The user of the namespace is the one that joins it.
  const user = { uid: undefined, gid: undefined }
  const all = [...words, file, ...program.args]
  return { started, outside, options: changed(equipped, { ...user, file: first, args: all }) }
}

function userOf({ uid, gid }: SpawnOptions): Pick<ProgramStart, 'uid' | 'gid'> {
  return { ...(typeof uid === 'number' && { uid }), ...(typeof gid === 'number' && { gid }) }
}

/** The descriptors of this process that the program gets, by their positions in the program. */
function descriptorsOf({ stdio }: SpawnOptions): ProgramStart['descriptors'] {
  if (stdio === 'inherit') return [0, 1, 2]
  return Array.isArray(stdio) ? stdio.map(descriptorOf) : []
}

/** In the form that a caller writes, or that Node has checked. */
function descriptorOf(given: unknown, at: number): number | undefined {
  if (given === 'inherit') return at
  const [fd, ...handles] = ['fd', 'handle', '_handle'].map((key) => propertyOf(given, key))
  return [given, fd, ...handles.map((handle) => propertyOf(handle, 'fd'))].find((one) => typeof one === 'number')
}

function propertyOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

/** Replaces the one error that a failed start emits. */
function refuse(child: ChildProcess, file: string, error: EgressBlockedError): void {
  const emit = child.emit
  child.emit = function (this: ChildProcess, name: string, ...rest: unknown[]) {
    if (name !== 'error') return apply(emit, this, [name, ...rest])
    Reflect.deleteProperty(child, 'emit')
    Object.defineProperty(child, 'spawnfile', { value: file, writable: true, configurable: true, enumerable: true })
    error.cause = rest[0]
    return apply(emit, this, ['error', error])
  } as typeof child.emit
}

/** `missing` is the accepted placeholder for arguments. */
function isSpawnOptions(options: unknown, missing: null | undefined): options is SpawnOptions {
  if (typeof options !== 'object' || options === null) return false
  const { file, args } = options as Partial<SpawnOptions>
  return typeof file === 'string' && (args === undefined || args === missing || isTexts(args))
}

/** A symbol cannot become text, and Node rejects it. */
function isTexts(list: unknown): list is readonly unknown[] {
  return Array.isArray(list) && list.every((one) => typeof one !== 'symbol')
}
