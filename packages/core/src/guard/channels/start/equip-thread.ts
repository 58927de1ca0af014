import type { WorkerOptions } from 'node:worker_threads'
import type { Restore } from '../../patch/replace-property.ts'
import { restoreAll } from '../../patch/restore-all.ts'
import type { ChildEquipment } from '../../capabilities/children.ts'
import { inviteThreads, type Overwritten } from '../../spool/invitation.ts'
import { equipOptions } from './equip-environment.ts'

/** How a worker thread has to be started so that it loads the guard first. */
export interface EquippedThread {
  readonly options: WorkerOptions
  /** Sets what the thread inherits from this one at its start. Returns the undo. */
  prepare(): Restore
}

/**
 * Equips a worker thread through NODE_OPTIONS, which takes effect before every other flag and is not part of
 * `execArgv`. In the thread, the preload restores the program's own value.
 *
 * A worker without an `env` object gets the variable from this process: Node then skips flags that only a whole process
 * accepts, and a shared environment stays shared. Node reads NODE_OPTIONS again only where `execArgv` is given, so
 * `inherited` lists what the thread would have inherited.
 */
export function equipThread(
  options: WorkerOptions,
  equipment: ChildEquipment,
  inherited: () => string[],
): EquippedThread {
  const { env, execArgv } = options
  const real = realProcess()
  const hasOwn = typeof env === 'object' && env !== null
  const source = hasOwn ? env : real.env
  const own = source['NODE_OPTIONS'] ?? ''
  const NODE_OPTIONS = equipOptions(own, execArgv ?? real.execArgv, equipment)
  // In a shared environment the variable is restored here, and must not be changed in the thread.
  const isShared = typeof env === 'symbol'
  const overwritten = isShared ? {} : { nodeOptions: own }
  const invite = (message: Overwritten, variable: string | undefined): Restore =>
    restoreAll([inviteThreads(equipment, message), ...(variable === undefined ? [] : [setVariable(variable)])])
  if (hasOwn) {
    const equipped = inherit(options, { env: { ...env, NODE_OPTIONS } })
    // Node accepts flags of a whole process only in a value that equals this process's own.
    const isSame = own !== '' && own === real.env['NODE_OPTIONS']
    return { options: equipped, prepare: () => invite(overwritten, isSame ? NODE_OPTIONS : undefined) }
  }
  const inherits = execArgv === undefined || execArgv === null
  const all = inherits ? { ...overwritten, execArgv: real.execArgv } : overwritten
  const equipped = inherits ? inherit(options, { execArgv: inherited() }) : options
  return { options: equipped, prepare: () => invite(all, NODE_OPTIONS) }
}

/** A test runner's sandbox has a copy of `process`. Workers inherit from the real one. */
export function realProcess(): typeof process {
  return process.getBuiltinModule('node:process')
}

/** Keeps the caller's object as prototype, since options may be of a class with getters. */
function inherit(options: WorkerOptions, changes: WorkerOptions): WorkerOptions {
  return Object.create(options, Object.getOwnPropertyDescriptors(changes)) as WorkerOptions
}

/** Sets NODE_OPTIONS of this process. Returns the undo. */
export function setVariable(nodeOptions: string): Restore {
  const { env } = realProcess()
  const before = env['NODE_OPTIONS']
  env['NODE_OPTIONS'] = nodeOptions
  return () => {
    if (before === undefined) delete env['NODE_OPTIONS']
    else env['NODE_OPTIONS'] = before
  }
}
