import { symbolOrKey } from '../../patch/native-handles.ts'
import { apply } from '../../node/originals.ts'
import type { Needs } from '../../capabilities/channel.ts'

/**
 * Makes a session over a stream of JavaScript write for the code that asked last. If the stream is from before the
 * guard, its destination is unknown, and it writes in the context of its creator. The gates below judge those bytes.
 */
export function followWrites({ ownership, carriers }: Needs<'ownership' | 'carriers'>, socket: object): void {
  const handle = symbolOrKey(socket, '_handle')
  if (typeof handle !== 'object' || handle === null) return
  const onwrite: unknown = Reflect.get(handle, 'onwrite')
  if (typeof onwrite !== 'function') return
  const isFollowed = carriers.get(handle) !== undefined
  carriers.set(handle, ownership.begin({ channel: 'http2', raw: 'a stream' }))
  if (isFollowed) return
  Reflect.set(handle, 'onwrite', function (this: unknown, ...args: unknown[]): unknown {
    const operation = carriers.get(handle)
    const write = (): unknown => apply(onwrite, this, args)
    return operation ? ownership.run(operation, write) : write()
  })
}
