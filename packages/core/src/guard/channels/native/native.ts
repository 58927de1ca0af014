import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { replaceProperty, type Restore } from '../../patch/replace-property.ts'
import { restoreAll } from '../../patch/restore-all.ts'
import { baseHandle } from '../connect/base-handle.ts'
import type { Channel } from '../../capabilities/channel.ts'
import { gateLibrary, type LibraryNeeds } from './gate-library.ts'
import { apply } from '../../node/originals.ts'

/**
 * Native addons. Loading one can be refused. No hook sees what it does afterwards, but the kernel's list of sockets
 * shows it. So this also notes what else opens sockets without one of our gates: accepting, and other threads.
 */
export const native: Channel = {
  name: 'native',
  install: (needs) => {
    const { nativeNotes } = needs
    nativeNotes.start()
    return restoreAll([
      gateLoading(needs),
      watch('net.server.socket', (message) => nativeNotes.opened(acceptedHandle(message))),
      watch('worker_threads', (message) => nativeNotes.shared(Reflect.get(message, 'worker'))),
    ])
  },
}

type Loader = typeof process & { dlopen(...args: unknown[]): unknown }

function gateLoading(needs: LibraryNeeds): Restore {
  // A test runner's sandbox has a copy of `process`. Node loads addons through the real one.
  const real = process.getBuiltinModule('node:process') as Loader
  return replaceProperty(real, 'dlopen', (dlopen) => {
    return function (this: unknown, ...args: unknown[]): unknown {
      gateLibrary(needs, String(args[1]))
      return apply(dlopen, this, args)
    }
  })
}

function acceptedHandle(message: object): object | undefined {
  const socket: unknown = Reflect.get(message, 'socket')
  return typeof socket === 'object' && socket !== null ? baseHandle(socket) : undefined
}

function watch(channel: string, note: (message: object) => void): Restore {
  const listener = (message: unknown): void => {
    if (typeof message === 'object' && message !== null) note(message)
  }
  subscribe(channel, listener)
  return () => void unsubscribe(channel, listener)
}
