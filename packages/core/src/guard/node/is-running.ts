// Tests replace it.
const { kill } = process.getBuiltinModule('node:process')

/** Whether there is a process of that number, also one of another user; a zombie counts. */
export function isRunning(pid: number): boolean {
  try {
    return kill(pid, 0)
  } catch (error) {
    return typeof error === 'object' && error !== null && Reflect.get(error, 'code') !== 'ESRCH'
  }
}
