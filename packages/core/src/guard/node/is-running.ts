// Kept from the start, since tests replace `process.kill`.
const { kill } = process.getBuiltinModule('node:process')

/** Whether a process with this id exists, also one of another user. A zombie counts. */
export function isRunning(pid: number): boolean {
  try {
    return kill(pid, 0)
  } catch (error) {
    return typeof error === 'object' && error !== null && Reflect.get(error, 'code') !== 'ESRCH'
  }
}
