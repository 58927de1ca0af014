import http2 from 'node:http2'
import { text } from 'node:stream/consumers'
import WS from 'ws'
import { once } from 'node:events'
import type { Door, Outcome, Target } from './door.ts'
import { urlOf } from './http-doors.ts'
import { type Undici, undicis } from './undici-doors.ts'

// Taken before any guard is installed.
const captured = http2.connect

/** Ways to a server that stay open: WebSocket, EventSource, HTTP/2. */
export const webDoors: readonly Door[] = [
  webSocket('WebSocket', (url) => new WebSocket(url)),
  ...Object.entries(undicis).flatMap(([name, undici]) => [
    webSocket(`WebSocket of ${name}`, (url) => new undici.WebSocket(url) as WebSocket),
    events(`EventSource of ${name}`, undici),
  ]),
  { name: 'ws', server: 'http', shows: 'error', knock: knockWs },
  http2Door('http2.connect', 'h2c', (target) => http2.connect(urlOf(target).origin)),
  http2Door('http2.connect captured before the guard', 'h2c', (target) => captured(urlOf(target).origin)),
  http2Door('http2.connect over TLS', 'h2', (target) =>
    http2.connect(urlOf(target, 'https').origin, { rejectUnauthorized: false }),
  ),
]

function webSocket(name: string, open: (url: string) => WebSocket): Door {
  const knock = (target: Target): Promise<Outcome> => {
    const events: string[] = []
    const socket = open(urlOf(target, 'ws').href)
    socket.addEventListener('open', () => {
      events.push('open')
      socket.send('hello')
    })
    socket.addEventListener('message', ({ data }) => {
      events.push(`message ${data}`)
      socket.close()
    })
    return new Promise((resolve) => {
      socket.addEventListener('error', () => {
        events.push('error')
        // undici 6 emits no `close`.
        setImmediate(() => resolve({ events: [...events] }))
      })
      socket.addEventListener('close', ({ code, wasClean }) =>
        resolve({ events: [...events, `close ${code} ${wasClean}`] }),
      )
    })
  }
  return { name, server: 'http', shows: 'nothing', knock }
}

function events(name: string, undici: Undici): Door {
  const knock = async (target: Target): Promise<Outcome> => {
    const events: string[] = []
    // By default, undici connects again once the stream is closed.
    const dispatcher = new undici.Agent()
    const source = new undici.EventSource(new URL('/events', urlOf(target)).href, { dispatcher })
    source.addEventListener('open', () => events.push('open'))
    const over = ['message', 'error'].map((name) => once(source, name).then(() => events.push(name)))
    await Promise.race(over)
    source.close()
    await dispatcher.destroy()
    return { events }
  }
  return { name, server: 'http', shows: 'nothing', knock }
}

function knockWs(target: Target): Promise<Outcome> {
  const events: string[] = []
  const outcome: { error?: unknown } = {}
  const socket = new WS(urlOf(target, 'ws'), { agent: false })
  socket.on('upgrade', () => events.push('upgrade'))
  socket.on('open', () => socket.send('hello'))
  socket.on('message', (message: Buffer) => {
    events.push(message.toString())
    socket.close(1000)
  })
  socket.on('error', (error) => {
    events.push('error')
    outcome.error = error
  })
  return new Promise((resolve) => {
    socket.on('close', (code) => resolve({ events: [...events, `close ${code}`], ...outcome }))
  })
}

function http2Door(name: string, server: Door['server'], open: (target: Target) => http2.ClientHttp2Session): Door {
  const knock = async (target: Target): Promise<Outcome> => {
    const events: string[] = []
    const outcome: { error?: unknown } = {}
    const session = open(target)
    session.on('connect', () => events.push('connect'))
    session.on('error', (error) => {
      events.push('error')
      outcome.error = error
    })
    const stream = session.request({ ':path': '/path', ':method': 'POST' }).end('hello')
    stream.on('response', ({ ':status': status }) => events.push(`response ${status}`))
    stream.on('error', (error) => {
      events.push('stream error')
      outcome.error ??= error
    })
    const body = await text(stream).catch(() => 'none')
    const closed = session.destroyed || once(session, 'close')
    session.close()
    await closed
    return { events: [...events, body, 'close'], ...outcome }
  }
  return { name, server, shows: 'error', knock }
}
