import diagnostics from 'node:diagnostics_channel'
import type { Restore } from './replace-property.ts'

/**
 * Calls `onLoad` once the program has loaded a builtin module, looking when a socket is about to connect.
 *
 * Loading http2 costs more than the whole guard, and replaces internals too early for programs that replace them first.
 */
export function whenLoaded(name: string, onLoad: () => void): Restore {
  const list = Reflect.get(process, 'moduleLoadList') as readonly string[] | undefined
  const mark = `NativeModule ${name}`
  if (!list || list.includes(mark)) {
    onLoad()
    return () => {}
  }
  let seen = list.length
  const look = (): void => {
    if (list.length === seen) return
    const loaded = list.includes(mark, seen)
    seen = list.length
    if (!loaded) return
    stop()
    onLoad()
  }
  const stop = (): void => void diagnostics.unsubscribe('net.client.socket', look)
  diagnostics.subscribe('net.client.socket', look)
  return stop
}
