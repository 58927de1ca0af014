import type { EventEmitter } from 'node:events'
import type { Worker as NodeWorker, WorkerOptions } from 'node:worker_threads'
import { builtins } from '../../node/builtins.ts'
import { replaceProperty, type Restore } from '../../patch/replace-property.ts'
import { restoreAll } from '../../patch/restore-all.ts'
import { isLoaded, whenLoaded } from '../../patch/when-loaded.ts'
import { acceptedFlags } from './accepted-flags.ts'
import type { Channel, Needs } from '../../capabilities/channel.ts'
import { equipThread } from './equip-thread.ts'
import { isLoaderThread, startLoaderThread } from './loader-thread.ts'

type ThreadNeeds = Needs<'ownership' | 'children'>

/** Worker threads: each joins the scope of the code that starts it, and one that cannot is refused. */
export const workers: Channel = {
  name: 'worker',
  install: (needs) =>
    restoreAll([
      whenLoaded('worker_threads', createGate(needs)),
      whenLoaded('internal/worker', () => {
        // Node starts the thread of loader hooks without the public module; by this it is loaded.
        process.getBuiltinModule('node:worker_threads')
      }),
    ]),
}

/**
 * Imports have to be told only where there may be some: and while Node loads the module for a lazy property, such as a
 * global of fetch's, telling them would read that property once more, which ends the process.
 */
function createGate(needs: ThreadNeeds): () => Restore {
  const mayBeImported = isLoaded('worker_threads')
  return () => {
    const restore = gateWorkers(needs)
    if (mayBeImported) builtins.module.syncBuiltinESMExports()
    return restore
  }
}

function gateWorkers(needs: ThreadNeeds): Restore {
  const { ownership, children } = needs
  const workerThreads = builtins.workerThreads
  const { Worker } = workerThreads
  const door = createDoor(Worker, needs)
  const Guarded = new Proxy(Worker, {
    construct: (_, [filename, options, ...rest]: unknown[], newTarget) => {
      const target = newTarget === Guarded ? Worker : newTarget
      const start = (used: unknown): object => door.open([filename, used, ...rest], target)
      // Node's own validation speaks for what is no options at all.
      if (options === null || !hasFlags(options)) return start(options)
      // As Node has it, an options object that is left out has no prototype.
      const given = isOptions(options) ? options : (Object.create(null) as WorkerOptions)
      const attempt = { channel: 'worker', raw: String(filename) } as const
      const equipment = children.equip(attempt, ownership.begin(attempt))
      if (equipment === undefined) return start(options)
      if ('error' in equipment) throw equipment.error
      const equipped = equipThread(given, equipment, door.inheritedFlags)
      const restore = equipped.prepare()
      try {
        return start(equipped.options)
      } finally {
        restore()
      }
    },
  })
  const restores = [
    replaceProperty(workerThreads as { Worker: typeof Worker }, 'Worker', () => Guarded),
    // A worker's `constructor` is what the program knows as `Worker`.
    replaceProperty(Worker.prototype as unknown as { constructor: typeof Worker }, 'constructor', () => Guarded),
    door.close,
  ]
  return () => {
    restoreAll(restores)()
    builtins.module.syncBuiltinESMExports()
  }
}

type WorkerClass = typeof NodeWorker

interface Door {
  /** Calls Node's constructor. */
  open(args: readonly unknown[], newTarget: unknown): object
  /** The flags of this process that a worker takes. */
  inheritedFlags(): string[]
  close(): void
}

const captured =
  'its constructor was taken from node:worker_threads before the guard was there; load that package after the guard, ' +
  'or from the test itself'

/**
 * Stands between Node's constructor and the one it extends, where also a constructor passes that was taken earlier, or is
 * Node's own: too late to equip a thread of the program's, in time to refuse it.
 */
function createDoor(Worker: WorkerClass, needs: ThreadNeeds): Door {
  const parent = Object.getPrototypeOf(Worker) as typeof EventEmitter
  let isOpen = false
  let inherited: string[] | undefined
  const door: Door = {
    open: (args, newTarget) => {
      isOpen = true
      try {
        return Reflect.construct(Worker, args, newTarget as WorkerClass) as object
      } finally {
        isOpen = false
      }
    },
    inheritedFlags: () =>
      (inherited ??= acceptedFlags(process.execArgv, (execArgv) => {
        door.open(['', { eval: true, env: {}, execArgv }], Worker)
      })),
    close: () => {
      if (Object.getPrototypeOf(Worker) === guard) Object.setPrototypeOf(Worker, parent)
    },
  }
  const guard = new Proxy(parent, {
    construct: (target, args: unknown[], newTarget) => {
      const construct = (): object => Reflect.construct(target, args, newTarget) as object
      if (isOpen) isOpen = false
      else if (isLoaderThread(newTarget)) return startLoaderThread(needs, door.inheritedFlags, construct)
      else refuseCaptured(needs)
      return construct()
    },
  })
  Object.setPrototypeOf(Worker, guard)
  return door
}

function refuseCaptured({ ownership, children }: ThreadNeeds): void {
  const attempt = { channel: 'worker', raw: 'worker thread' } as const
  const error = children.refuse(attempt, ownership.begin(attempt), captured)
  if (error) throw error
}

/** Flags are a list, or left out. */
function hasFlags(options: unknown): boolean {
  const flags: unknown = isOptions(options) ? options.execArgv : undefined
  return flags === undefined || flags === null || Array.isArray(flags)
}

function isOptions(options: unknown): options is WorkerOptions {
  return typeof options === 'object' && options !== null
}
