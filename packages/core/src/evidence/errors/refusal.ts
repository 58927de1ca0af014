/** How the system refuses a connection where nothing listens. */
export type Refusal = 'ECONNREFUSED' | 'ENOENT'

/** Its libuv number, as Node's handles report it. Windows has different ones. */
export function numberOf(refusal: Refusal): number {
  return process.platform === 'win32'
    ? onWindows[refusal]
    : -process.getBuiltinModule('node:os').constants.errno[refusal]
}

const onWindows: Readonly<Record<Refusal, number>> = { ECONNREFUSED: -4078, ENOENT: -4058 }

/** The error that Node creates for a refused connection, for connections that never reach a native handle. */
export function refusedError(refusal: Refusal, address: string, port: number | undefined): NodeJS.ErrnoException {
  const place = port === undefined ? { address } : { address, port }
  const text = port === undefined ? address : `${address}:${port}`
  const error = new Error(`connect ${refusal} ${text}`)
  return Object.assign(error, { errno: numberOf(refusal), code: refusal, syscall: 'connect', ...place })
}
