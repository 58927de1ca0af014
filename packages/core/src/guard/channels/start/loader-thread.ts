import { queueMicro } from '../../node/real-time.ts'
import type { Restore } from '../../patch/replace-property.ts'
import { restoreAll } from '../../patch/restore-all.ts'
import type { Needs } from '../../capabilities/channel.ts'
import { equipThread } from './equip-thread.ts'
import { apply } from '../../node/originals.ts'

/** Whether it is the class of Node's internal workers, which run the hooks of `module.register()`. */
export function isLoaderThread(newTarget: unknown): boolean {
  if (typeof newTarget !== 'function' || newTarget.name !== 'InternalWorker') return false
  return Function.prototype.toString.call(newTarget).includes('kIsInternal')
}

/**
 * Starts the thread of loader hooks under the guard. It serves the whole process, so it belongs to the scope of code
 * that no other scope started or, where that is not guarded, to the code that starts it.
 *
 * Only Node sees its options. They are a plain object and inherit missing ones from `Object.prototype`.
 */
export function startLoaderThread(
  { ownership, children }: Needs<'ownership' | 'children'>,
  inherited: () => string[],
  construct: () => object,
): object {
  const attempt = { channel: 'worker', raw: 'loader hooks' } as const
  const equip = () => children.equip(attempt, ownership.begin(attempt))
  const equipment = children.outside(equip) ?? equip()
  if (equipment === undefined) return construct()
  if ('error' in equipment) throw equipment.error
  const { options, prepare } = equipThread({}, equipment, inherited)
  const restore = restoreAll([prepare(), lendToOptions('execArgv', options.execArgv)])
  // Node calls `unref` as soon as the thread has started. If it did not start, this undoes at the end of the turn.
  queueMicro(restore)
  return onFirstCall(construct(), 'unref', restore)
}

function lendToOptions(key: string, value: unknown): Restore {
  const get = function (this: object): unknown {
    return Object.hasOwn(this, 'trackUnmanagedFds') && Object.hasOwn(this, 'workerData') ? value : undefined
  }
  const lender: object = Object.prototype
  Object.defineProperty(lender, key, { get, configurable: true })
  return () => void Reflect.deleteProperty(lender, key)
}

function onFirstCall(target: object, key: string, fn: () => void): object {
  const value = function (this: object, ...args: unknown[]): unknown {
    Reflect.deleteProperty(target, key)
    fn()
    return apply(Reflect.get(this, key) as (...args: unknown[]) => unknown, this, args)
  }
  return Object.defineProperty(target, key, { value, configurable: true })
}
