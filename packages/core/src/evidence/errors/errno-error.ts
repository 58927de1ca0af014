import { limitStack } from '../record/limit-stack.ts'
import { lazyTexts } from './lazy-texts.ts'

/** The libuv number of EACCES, as Node's handles report it: negative, and different on Windows. */
export const UV_EACCES: number = process.platform === 'win32' ? -4092 : -13

/**
 * The error that Node creates when the system refuses a call with EACCES, for calls that never reach the system. Its
 * text is made when it is read.
 */
export function errnoError(syscall: string, destination: () => string): NodeJS.ErrnoException {
  // The error that has this as its cause has the stack. A second one would be half the cost of a blocked datagram.
  const restore = limitStack(0)
  const error: NodeJS.ErrnoException = new Error()
  restore()
  const message = (): string => `${syscall} EACCES ${destination()}`
  lazyTexts(error, { message, stack: () => `Error: ${message()}` })
  return Object.assign(error, { errno: UV_EACCES, code: 'EACCES', syscall })
}
