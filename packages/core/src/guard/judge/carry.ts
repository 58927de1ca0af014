import type { Socket } from 'node:net'

/** Carries what flows between a program and its destination until both ends have closed, and hands failures on. */
export function carry(one: Socket, other: Socket): void {
  // Received sockets are made without it: what comes after the other side has finished would be lost.
  for (const socket of [one, other]) socket.allowHalfOpen = true
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.on('error', () => to.resetAndDestroy())
    from.on('close', (hadError) => {
      if (hadError) to.resetAndDestroy()
      else if (!from.readableEnded) to.destroy()
    })
    from.pipe(to)
  }
}

/** Ends a connection as one that was refused. */
export function drop(socket: Socket): void {
  socket.on('error', () => {})
  socket.resetAndDestroy()
}
