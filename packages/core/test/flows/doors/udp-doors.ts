import dgram from 'node:dgram'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { type Door, outcomeOf, type Outcome, type Target } from './door.ts'

// Taken before any guard is installed.
const capturedSend = dgram.Socket.prototype.send
const capturedCreate = dgram.createSocket

/** Ways to send a datagram. */
export const udpDoors: readonly Door[] = [
  udp('send', (socket, { port, host }, sent) => socket.send('hello', port, host, sent)),
  udp('send of a part', (socket, { port, host }, sent) => socket.send(Buffer.from('-hello-'), 1, 5, port, host, sent)),
  udp('send of a list', (socket, { port, host }, sent) => socket.send(['hel', 'lo'], port, host, sent)),
  udp('send as a promise', (socket, { port, host }, sent) => {
    const send = promisify<string, number, string, number>(socket.send.bind(socket))
    void outcomeOf(() => send('hello', port, host)).then(({ error }) => sent(error instanceof Error ? error : null))
  }),
  udp('send on a bound socket', (socket, { port, host }, sent) => {
    socket.bind(0, () => socket.send('hello', port, host, sent))
  }),
  udp('send queued while the socket is bound', (socket, { port, host }, sent) => {
    socket.bind(0)
    socket.send('hello', port, host, sent)
  }),
  udp(
    'send on a connected socket',
    (socket, { port, host }, sent) => {
      socket.connect(port, host, (error?: Error) => (error ? sent(error) : socket.send('hello', sent)))
    },
    'errno',
  ),
  udp(
    'connect heard by its event',
    (socket, { port, host }, sent) => {
      socket.on('connect', () => socket.send('hello', sent)).connect(port, host)
    },
    'errno',
  ),
  {
    ...udp('send captured before the guard', (socket, { port, host }, sent) => {
      Reflect.apply(capturedSend as (...args: unknown[]) => void, socket, ['hello', port, host, sent])
    }),
    blind: true,
  },
]

type Done = (error: Error | null, bytes?: number) => void

/** A blocked `connect` to an address gives only the errno error, since Node makes it from a number. */
function udp(
  name: string,
  say: (socket: dgram.Socket, target: Target, sent: Done) => void,
  error: 'error' | 'errno' = 'error',
): Door {
  return { name, server: 'udp', shows: error === 'errno' ? 'any' : 'error', knock: (target) => knock(target, say) }
}

async function knock(
  target: Target,
  say: (socket: dgram.Socket, target: Target, sent: Done) => void,
): Promise<Outcome> {
  const socket = capturedCreate(target.host.includes(':') ? 'udp6' : 'udp4')
  const events: string[] = []
  for (const name of ['listening', 'connect']) socket.on(name, () => events.push(name))
  const over = new Promise<unknown>((resolve) => {
    socket.on('error', resolve)
    say(socket, target, (error, ...rest) => {
      events.push(`sent ${rest.join(' ')}`)
      resolve(error ?? undefined)
    })
  })
  const error = await over
  socket.close()
  await once(socket, 'close')
  return { events, ...(error === undefined ? {} : { error }) }
}
