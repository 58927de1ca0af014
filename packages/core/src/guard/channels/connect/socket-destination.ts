/** The destination of a `socket.connect(…)` call. */
export type SocketDestination = { readonly unixPath: string } | { readonly host: string; readonly port: number }

/**
 * Reads the arguments of `net.Socket.prototype.connect` in all their forms: options, port and host, path, and the
 * normalized array that `net.connect` passes on. Returns nothing for arguments that Node rejects.
 */
export function socketDestination(args: readonly unknown[]): SocketDestination | undefined {
  const [first, second] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args
  if (typeof first === 'object' && first !== null) return fromOptions(first as Record<string, unknown>)
  const port = toPort(first)
  if (port !== undefined) return { host: typeof second === 'string' ? second : 'localhost', port }
  return typeof first === 'string' ? { unixPath: first } : undefined
}

function fromOptions({ path, host, port }: Record<string, unknown>): SocketDestination | undefined {
  if (typeof path === 'string' && path !== '') return { unixPath: path }
  const number = toPort(port)
  if (number === undefined) return undefined
  return { host: typeof host === 'string' && host !== '' ? host : 'localhost', port: number }
}

/** Node accepts ports as numbers or numeric strings. */
function toPort(value: unknown): number | undefined {
  const port = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof port === 'number' && Number.isInteger(port) && port >= 0 && port <= 65_535 ? port : undefined
}
