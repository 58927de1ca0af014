import { existsSync, readFileSync } from '../node/original-fs.ts'
import { dirname } from 'node:path'

/** How long a namespace may take to come up, and a report after the program has ended. */
const patience = 5000

/** What the kernel counted in a namespace. */
export interface Tries {
  /** Packets for which there was no route out; `undefined` where nothing could be read. */
  readonly count: number | undefined
  /** False while the program runs. */
  readonly isOver: boolean
}

/** How often something in a namespace tried to leave it: while the program runs, so far. */
export function readTries(report: string): Tries {
  const end = performance.now() + patience
  do {
    const text = readText(report)
    if (text !== undefined) return { count: countNoRoutes(text), isOver: true }
    const pid = readText(`${report}.pid`)?.trim()
    const now = pid === undefined ? undefined : readText(`/proc/${pid}/net/snmp`)
    if (now !== undefined)
      return { count: countNoRoutes(`${now}\n${readText(`/proc/${pid}/net/snmp6`) ?? ''}`), isOver: false }
    // The one who writes it runs beside this process: nothing here can be waited for but time.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
  } while (performance.now() < end)
  // Its number is written before it starts: where there is none, it was stopped before it could do anything.
  const hasStarted = readText(`${report}.pid`) !== undefined || !existsSync(dirname(report))
  return { count: hasStarted ? undefined : 0, isOver: true }
}

/** Reads the text of `/proc/net/snmp`, where a line of names stands above each line of numbers, and of `snmp6`. */
export function countNoRoutes(text: string): number {
  const [names = '', numbers = ''] = text.split('\n').filter((line) => line.startsWith('Ip:'))
  const at = names.split(' ').indexOf('OutNoRoutes')
  const six = /^Ip6OutNoRoutes\s+(\d+)/m.exec(text)?.[1] ?? '0'
  return Number(at < 0 ? 0 : (numbers.split(' ')[at] ?? 0)) + Number(six)
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8') || undefined
  } catch {
    return undefined
  }
}
