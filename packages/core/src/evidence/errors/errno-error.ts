import { limitStack } from '../record/limit-stack.ts'

/** The libuv number of EACCES, as Node's handles report it: negative, and another one on Windows. */
export const UV_EACCES: number = process.platform === 'win32' ? -4092 : -13

/** The error Node makes when the system refuses a call with EACCES, for calls that never reach the system. */
export function errnoError(syscall: string, destination: string): NodeJS.ErrnoException {
  // It is a cause: the stack stands on the error that names it, and would be half the cost of a blocked datagram.
  const restore = limitStack(0)
  const error: NodeJS.ErrnoException = new Error(`${syscall} EACCES ${destination}`)
  restore()
  return Object.assign(error, { errno: UV_EACCES, code: 'EACCES', syscall })
}
