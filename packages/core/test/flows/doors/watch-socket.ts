import type { Socket } from 'node:net'
import type { Outcome } from './door.ts'

const names = [
  'lookup',
  'connectionAttempt',
  'connectionAttemptFailed',
  'connect',
  'secureConnect',
  'ready',
  'end',
  'timeout',
]

/** Sends a line, reads the echo, and returns every event in order until the socket is closed. */
export function watchSocket(socket: Socket, line = 'hello\n'): Promise<Outcome> {
  const events: string[] = []
  const outcome: { error?: unknown } = {}
  let text = ''
  for (const name of names) {
    socket.on(name, (...args: unknown[]) =>
      events.push(`${name} ${args.filter((arg) => typeof arg !== 'object').join(' ')}`),
    )
  }
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  socket.on('error', (error) => {
    events.push('error')
    outcome.error = error
  })
  socket.write(line)
  return new Promise((resolve) => {
    socket.on('close', (hadError) => {
      events.push(text, `close ${hadError}`)
      resolve({ events, ...outcome })
    })
  })
}
