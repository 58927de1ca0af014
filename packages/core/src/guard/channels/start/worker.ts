import type { EventEmitter } from 'node:events'
import type { Worker as NodeWorker, WorkerOptions } from 'node:worker_threads'
import { builtins } from '../../node/builtins.ts'
import { replaceProperty, type Restore } from '../../patch/replace-property.ts'
import { restoreAll } from '../../patch/restore-all.ts'
import { isLoaded, whenLoaded } from '../../patch/when-loaded.ts'
import { acceptedFlags } from './accepted-flags.ts'
import { startCaptured } from './captured-thread.ts'
import type { Channel, Needs } from '../../capabilities/channel.ts'
import { equipThread } from './equip-thread.ts'
import { type GuardedThreads, gateSynchronousCalls } from './synchronous-calls.ts'
import { isLoaderThread, startLoaderThread } from './loader-thread.ts'

type ThreadNeeds = Needs<'ownership' | 'children'>

/** Worker threads. Each joins the scope of the code that starts it. One that cannot is refused. */
export const workers: Channel = {
  name: 'worker',
  install: (needs) =>
    restoreAll([
      whenLoaded('worker_threads', createGate(needs)),
      whenLoaded('internal/worker', () => {
        // Node starts the thread of loader hooks without the public module, so this loads it.
        process.getBuiltinModule('node:worker_threads')
      }),
    ]),
}

/**
 * Named imports are updated only where there may be some. While Node loads the module for a lazy property, such as a
 * global of fetch, updating them would read that property again, which ends the process.
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
  const threads: GuardedThreads = new WeakSet()
  const door = createDoor(Worker, needs, threads)
  const Guarded = new Proxy(Worker, {
    construct: (_, [filename, options, ...rest]: unknown[], newTarget) => {
      const target = newTarget === Guarded ? Worker : newTarget
      const start = (used: unknown): object => door.open([filename, used, ...rest], target)
      // Node itself rejects values that are not options.
      if (options === null || !hasFlags(options)) return start(options)
      // As in Node, omitted options become an object without a prototype.
      const given = isOptions(options) ? options : (Object.create(null) as WorkerOptions)
      const attempt = { channel: 'worker', raw: String(filename) } as const
      const equipment = children.equip(attempt, ownership.begin(attempt))
      if (equipment === undefined) return start(options)
      if ('error' in equipment) throw equipment.error
      const equipped = equipThread(given, equipment, door.inheritedFlags)
      const restore = equipped.prepare()
      try {
        return noteGuarded(threads, start(equipped.options))
      } finally {
        restore()
      }
    },
  })
  const restores = [
    replaceProperty(workerThreads as { Worker: typeof Worker }, 'Worker', () => Guarded),
    // A program reaches `Worker` through the `constructor` of a worker.
    replaceProperty(Worker.prototype as unknown as { constructor: typeof Worker }, 'constructor', () => Guarded),
    gateSynchronousCalls(needs, Worker.prototype, threads),
    door.close,
  ]
  return () => {
    restoreAll(restores)()
    builtins.module.syncBuiltinESMExports()
  }
}

function noteGuarded(threads: GuardedThreads, worker: object): object {
  threads.add(worker)
  return worker
}

type WorkerClass = typeof NodeWorker

interface Door {
  /** Calls Node's constructor. */
  open(args: readonly unknown[], newTarget: unknown): object
  /** The flags of this process that a worker accepts. */
  inheritedFlags(): string[]
  close(): void
}

/**
 * A proxy between Node's constructor and its parent class. Every construction passes it, also by constructors captured
 * earlier and by Node's internal ones. That is too late to change the options, but in time for what a thread inherits.
 */
function createDoor(Worker: WorkerClass, needs: ThreadNeeds, threads: GuardedThreads): Door {
  const parent = Object.getPrototypeOf(Worker) as typeof EventEmitter
  let isOpen = false
  let inherited: string[] | undefined
  const { prototype } = Worker
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
      else return startCaptured(needs, { inherited: door.inheritedFlags, prototype, threads, construct })
      return construct()
    },
  })
  Object.setPrototypeOf(Worker, guard)
  return door
}

/** Flags are a list, or omitted. */
function hasFlags(options: unknown): boolean {
  const flags: unknown = isOptions(options) ? options.execArgv : undefined
  return flags === undefined || flags === null || Array.isArray(flags)
}

function isOptions(options: unknown): options is WorkerOptions {
  return typeof options === 'object' && options !== null
}
