import { inspect } from 'node:util'
import type { Needs } from '../../capabilities/channel.ts'
import { apply } from '../../node/originals.ts'
import { queueMicro } from '../../node/real-time.ts'
import type { Restore } from '../../patch/replace-property.ts'
import { restoreAll } from '../../patch/restore-all.ts'
import { inviteThreads } from '../../spool/invitation.ts'
import { flagsForEnvironment } from './accepted-flags.ts'
import { equipOptions } from './equip-environment.ts'
import { realProcess, setVariable } from './equip-thread.ts'
import type { GuardedThreads } from './synchronous-calls.ts'

const problem =
  'its constructor was taken before the guard was installed, and it has its own env: load that package after the guard'

interface Captured {
  /** The flags of this process that a worker accepts. */
  readonly inherited: () => string[]
  /** That of the workers. */
  readonly prototype: { ref(): void }
  readonly threads: GuardedThreads
  /** Runs the part of Node's constructor that precedes the caller's options. */
  construct(): object
}

/**
 * Starts a thread under the guard by a constructor that code captured before the guard. jsdom, for example, is loaded
 * before it, and starts a thread for its first synchronous request.
 *
 * The guard does not see the options of such a call. Node reads NODE_OPTIONS for a thread that has an environment of its own,
 * which is one that is not `process.env`. So Node finds another object there when it compares them. A thread to which the
 * caller gives an environment cannot be equipped in that way, and is refused before it starts.
 */
export function startCaptured(
  { ownership, children }: Needs<'ownership' | 'children'>,
  { inherited, prototype, threads, construct }: Captured,
): object {
  const attempt = { channel: 'worker', raw: 'worker thread' } as const
  const operation = ownership.begin(attempt)
  const equipment = children.equip(attempt, operation)
  if (equipment === undefined) return construct()
  if ('error' in equipment) throw equipment.error
  const worker = construct()
  const { env, execArgv } = realProcess()
  const own = env['NODE_OPTIONS'] ?? ''
  const flags = [...flagsForEnvironment(inherited()), own].join(' ').trim()
  const invite = inviteThreads(equipment, { nodeOptions: own })
  const variable = setVariable(equipOptions(flags, execArgv, equipment))
  // From here on, only Node may read `process.env`.
  const environment = lendEnvironment()
  const lent = restoreAll([variable, environment.restore])
  // Where Node rejects the arguments, no handle is assigned.
  queueMicro(restoreAll([lent, invite]))
  onAssigned(worker, findHandleKey(prototype), (handle) => {
    lent()
    const error = environment.isTaken() ? undefined : children.refuse(attempt, operation, problem)
    if (error) throw error
    threads.add(worker)
    onCall(handle, 'startThread', invite)
  })
  return worker
}

/** `isTaken` returns whether Node has read `process.env` as the environment of a thread, and then compared it. */
function lendEnvironment(): { isTaken(): boolean; restore: Restore } {
  const real = realProcess()
  const { env } = real
  const other = new Proxy(env, {})
  let reads = 0
  Object.defineProperty(real, 'env', {
    get: () => (++reads === 2 ? other : env),
    set: (value: unknown) => {
      define(real, 'env', value)
    },
    configurable: true,
    enumerable: true,
  })
  let isLent = true
  return {
    isTaken: () => reads === 2,
    restore: () => {
      if (isLent && Object.getOwnPropertyDescriptor(real, 'env')?.get) define(real, 'env', env)
      isLent = false
    },
  }
}

function onAssigned(target: object, key: symbol, then: (value: object) => void): void {
  Object.defineProperty(target, key, {
    set: (value: object) => {
      define(target, key, value)
      then(value)
    },
    get: () => undefined,
    configurable: true,
    enumerable: true,
  })
}

function onCall(target: object, key: string, before: () => void): void {
  const value = function (this: object, ...args: unknown[]): unknown {
    Reflect.deleteProperty(target, key)
    before()
    return apply(Reflect.get(this, key) as (...args: unknown[]) => unknown, this, args)
  }
  Object.defineProperty(target, key, { value, configurable: true })
}

function define(target: object, key: string | symbol, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, configurable: true, enumerable: true })
}

/** The key under which workers keep their native handle, found by a method that first reads it. */
function findHandleKey(prototype: { ref(): void }): symbol {
  let found: unknown
  const get = (_: object, key: unknown): null => {
    found ??= key
    return null
  }
  prototype.ref.call(new Proxy({}, { get }))
  if (typeof found === 'symbol') return found
  throw new Error(`agentguard found ${inspect(found)} where workers keep their handle`)
}
