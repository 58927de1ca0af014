import type { Socket } from 'node:net'

/** Takes a socket over before anything is read from it. It may fail or end while the judge still resolves its destination. */
export function hold(socket: Socket): void {
  socket.pause()
  // Received sockets are created without it. What arrives after the other side has ended would be lost.
  socket.allowHalfOpen = true
  socket.on('error', () => {})
}

/** Pipes both ways between a program and its destination until both ends have closed, and passes failures on. */
export function carry(one: Socket, other: Socket): void {
  for (const socket of [one, other]) hold(socket)
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    // A socket that closes before it has ended has failed. A normal end would look like a response.
    const fail = (): void => void to.resetAndDestroy()
    if (from.destroyed) fail()
    from.on('error', fail)
    from.on('close', (hadError) => {
      if (hadError || !from.readableEnded) fail()
    })
    from.pipe(to)
  }
}

/** Ends a connection like one that was refused. */
export function drop(socket: Socket): void {
  socket.on('error', () => {})
  socket.resetAndDestroy()
}
