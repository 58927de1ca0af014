import { readFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'

/** Waits until the kernel shows a connection to this port of 127.0.0.1. */
export async function seenInKernel(port: number): Promise<void> {
  const shown = ` 0100007F:${port.toString(16).padStart(4, '0').toUpperCase()} 01 `
  while (!readFileSync('/proc/self/net/tcp', 'latin1').includes(shown)) await setImmediate()
}
