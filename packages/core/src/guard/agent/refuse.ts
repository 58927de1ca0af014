import { execFile } from 'node:child_process'
import { isIP } from 'node:net'
import type { End } from '../witness/kernel-tables.ts'
import { changeLocalRoute } from './local-route.ts'

/** A connection that a program waits for. */
export interface Opening {
  readonly local: End
  readonly remote: End
}

/** Ends connections before they are made, so that `connect` fails at once. */
export interface Refusals {
  refuse(opening: Opening): void
}

/**
 * Starting the program takes 3 ms, so the next start refuses what arrives meanwhile. `ended` gets each connection that
 * was ended. The others were given up before.
 */
export function createRefusals(ss: string, ended: (localPort: number, remotePort: number) => void): Refusals {
  let waiting: Opening[] = []
  let isRunning = false
  const run = (): void => {
    if (isRunning || waiting.length === 0) return
    isRunning = true
    const filter = waiting.map(filterFor).join(' or ')
    waiting = []
    execFile(ss, ['-K', '-H', '-n', '-t', 'state', 'syn-sent', filter], (_, printed) => {
      for (const [, local, remote] of printed.matchAll(/:(\d+)\s+\S+:(\d+)\s*$/gm)) ended(Number(local), Number(remote))
      isRunning = false
      run()
    })
  }
  return {
    refuse: (opening) => {
      waiting.push(opening)
      run()
    },
  }
}

function filterFor({ local, remote }: Opening): string {
  const address = isIP(remote.address) === 6 ? `[${remote.address}]` : remote.address
  return `( sport = :${local.port} and dst ${address} and dport = :${remote.port} )`
}

/** For a kernel that cannot end connections. Adds a route to a place where nothing listens. */
export function refuseByRoute(ip: string, place: End): void {
  void changeLocalRoute(ip, 'add', place)
}
