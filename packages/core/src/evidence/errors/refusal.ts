/** How the system refuses a connection where no one listens. */
export type Refusal = 'ECONNREFUSED' | 'ENOENT'

/** The libuv number of it, as Node's handles report it; Windows has other ones. */
export function numberOf(refusal: Refusal): number {
  return process.platform === 'win32'
    ? onWindows[refusal]
    : -process.getBuiltinModule('node:os').constants.errno[refusal]
}

const onWindows: Readonly<Record<Refusal, number>> = { ECONNREFUSED: -4078, ENOENT: -4058 }

/** The error that Node makes for a refused connection, for those that never reach a native handle. */
export function refusedError(refusal: Refusal, address: string, port: number | undefined): NodeJS.ErrnoException {
  const place = port === undefined ? { address } : { address, port }
  const text = port === undefined ? address : `${address}:${port}`
  const error = new Error(`connect ${refusal} ${text}`)
  return Object.assign(error, { errno: numberOf(refusal), code: refusal, syscall: 'connect', ...place })
}
