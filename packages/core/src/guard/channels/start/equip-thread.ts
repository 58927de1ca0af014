import type { WorkerOptions } from 'node:worker_threads'
import type { Restore } from '../../patch/replace-property.ts'
import { restoreAll } from '../../patch/restore-all.ts'
import type { ChildEquipment } from '../../capabilities/children.ts'
import { inviteThreads } from '../../spool/invitation.ts'
import { equipOptions } from './equip-environment.ts'

/** How a worker thread has to be started so that it loads the guard first. */
export interface EquippedThread {
  readonly options: WorkerOptions
  /** Puts in place what the thread takes over from this one while it is started; returns the undo. */
  prepare(): Restore
}

/**
 * Equips a worker thread through NODE_OPTIONS, which goes before every other flag and shows in no `execArgv`; the
 * preload puts back in the thread what the program gave it.
 *
 * A worker without an `env` object gets the variable from this process: there Node passes over what only a whole process
 * takes, and a shared environment stays shared. It reads NODE_OPTIONS anew only where `execArgv` is given, so that what
 * the thread would have inherited is spelled out by `inherited`.
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
  // In a shared environment the variable is put back here, and must not be touched there.
  const isShared = typeof env === 'symbol'
  const overwritten = isShared ? {} : { nodeOptions: own }
  if (hasOwn) {
    const equipped = inherit(options, { env: { ...env, NODE_OPTIONS } })
    return { options: equipped, prepare: () => inviteThreads(equipment, overwritten) }
  }
  const inherits = execArgv === undefined || execArgv === null
  const all = inherits ? { ...overwritten, execArgv: real.execArgv } : overwritten
  const equipped = inherits ? inherit(options, { execArgv: inherited() }) : options
  return { options: equipped, prepare: () => restoreAll([inviteThreads(equipment, all), setVariable(NODE_OPTIONS)]) }
}

/** A test runner's sandbox has a copy of `process`; workers take over what the real one has. */
function realProcess(): typeof process {
  return process.getBuiltinModule('node:process')
}

/** Options may be of a class, with getters: they stay what they are. */
function inherit(options: WorkerOptions, changes: WorkerOptions): WorkerOptions {
  return Object.create(options, Object.getOwnPropertyDescriptors(changes)) as WorkerOptions
}

function setVariable(nodeOptions: string): Restore {
  const { env } = realProcess()
  const before = env['NODE_OPTIONS']
  env['NODE_OPTIONS'] = nodeOptions
  return () => {
    if (before === undefined) delete env['NODE_OPTIONS']
    else env['NODE_OPTIONS'] = before
  }
}
