import type { Socket } from 'node:net'

/** Takes a socket over before anything of it is read: it may fail, or be finished, while the judge still works out where it leads. */
export function hold(socket: Socket): void {
  socket.pause()
  // Received sockets are made without it: what comes after the other side has finished would be lost.
  socket.allowHalfOpen = true
  socket.on('error', () => {})
}

/** Carries what flows between a program and its destination until both ends have closed, and hands failures on. */
export function carry(one: Socket, other: Socket): void {
  for (const socket of [one, other]) hold(socket)
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    // What ends before it has finished has failed: a quiet end would look like an answer.
    const fail = (): void => void to.resetAndDestroy()
    if (from.destroyed) fail()
    from.on('error', fail)
    from.on('close', (hadError) => {
      if (hadError || !from.readableEnded) fail()
    })
    from.pipe(to)
  }
}

/** Ends a connection as one that was refused. */
export function drop(socket: Socket): void {
  socket.on('error', () => {})
  socket.resetAndDestroy()
}
