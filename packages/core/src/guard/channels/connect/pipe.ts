import { builtins } from '../../node/builtins.ts'
import { symbolOrKey, withHandle, type ConnectRequest, type PipeHandle } from '../../patch/native-handles.ts'
import { replaceProperty } from '../../patch/replace-property.ts'
import { restoreAll } from '../../patch/restore-all.ts'
import type { Channel, Needs } from '../../capabilities/channel.ts'
import { behindProxy } from './behind-proxy.ts'
import { connectAgain, isMarked } from './busy-handle.ts'
import { failConnectLater } from './fail-connect-later.ts'
import { serveOthers } from './serve-others.ts'
import { apply } from '../../node/originals.ts'

/** Unix sockets and Windows pipes. A Docker socket or a database is as much egress as any host. */
export const pipe: Channel = {
  name: 'pipe',
  install: (needs) =>
    withHandle('pipe', (prototype) =>
      restoreAll([
        replaceProperty(prototype, 'connect', (connect) => gate(needs, connect)),
        replaceProperty(prototype, 'bind', (bind) => {
          return function (this: PipeHandle, path: string): number {
            const status = apply(bind, this, [path])
            if (status === 0) needs.listeners.addPath(path, this)
            return status
          }
        }),
        replaceProperty(prototype, 'listen', (listen) => {
          return function (this: PipeHandle, backlog: number): number {
            serveOthers(needs.ownership, this, 'onconnection')
            return listen.call(this, backlog)
          }
        }),
      ]),
    ),
  probe: {
    module: 'net',
    channel: 'pipe',
    attempt: () => {
      new builtins.net.Socket()
        .on('error', () => {})
        .connect({ path: '\0agentguard-probe' })
        .destroy()
    },
  },
}

type GateNeeds = Needs<'ownership' | 'decide' | 'carriers' | 'connections' | 'listeners' | 'nativeNotes'>

function gate(
  { ownership, decide, carriers, connections, listeners, nativeNotes }: GateNeeds,
  connect: PipeHandle['connect'],
): PipeHandle['connect'] {
  return function (this: PipeHandle, request: ConnectRequest, path: string): number {
    const owner = symbolOrKey(this, 'owner_symbol')
    const socket = owner instanceof builtins.net.Socket ? owner : undefined
    const attempt = { channel: 'pipe', unixPath: path, raw: path } as const
    const operation = (socket && carriers.get(socket)) ?? ownership.current() ?? ownership.begin(attempt)
    const asked = operation.attempt
    const own = listeners.ownsPath(path)
    const error =
      decide(asked.unixPath === path ? asked : attempt, operation) ??
      (operation.behind && decide(behindProxy(operation.behind, own), operation))
    const again = (): number => apply(connect, this, [request, path])
    if (isMarked(this) || (error && connections.get(this))) return connectAgain(this, again)
    if (error) return failConnectLater(this, request, socket, error)
    const to = { host: '', port: undefined, address: undefined, unixPath: path }
    connections.set(this, { ...to, own, passed: [operation] })
    nativeNotes.opened(this)
    return again()
  }
}
