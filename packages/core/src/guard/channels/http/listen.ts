import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Restore } from '../../patch/replace-property.ts'

/** Calls `listener` with each message of a diagnostics channel. */
export function listen<M>(name: string, listener: (message: M) => void): Restore {
  const receive = (message: unknown): void => listener(message as M)
  subscribe(name, receive)
  return () => void unsubscribe(name, receive)
}
