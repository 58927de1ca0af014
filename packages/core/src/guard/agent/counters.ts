import { openTable } from '../gateway/kernel-rows.ts'

/** What the kernel counted in this namespace and nothing was asked for: attempts that left no trace but a number. */
export interface Counters {
  /** How many since the last time; `known` are connections that wait, were asked for and given up then, or were made from here. */
  take(known: number): number
}

/** All that was ever stopped without a question, from the kernel's own sums. */
export function createCounters(): Counters {
  const tables = [openTable('snmp'), openTable('dev')] as const
  let told = 0
  return {
    take: (known) => {
      const [sums = '', interfaces = ''] = tables.map((table) => table.lines().join('\n'))
      const total = countUnasked(sums, interfaces, known)
      const fresh = Math.max(0, total - told)
      told = Math.max(told, total)
      return fresh
    },
  }
}

/**
 * Packets that went where nothing is, and connections that were given up before anyone could ask: of those that were begun, the ones that
 * were not accepted, did not fail, and are not waiting.
 */
export function countUnasked(sums: string, interfaces: string, known: number): number {
  const [names, numbers] = sums
    .split('\n')
    .filter((line) => line.startsWith('Tcp: '))
    .map((line) => line.split(' '))
  const value = (name: string): number => Number(numbers?.[names?.indexOf(name) ?? -1] ?? 0)
  const sink = interfaces.split('\n').find((line) => line.trim().startsWith('sink:'))
  const sent = Number(sink?.trim().split(/\s+/)[sentPackets] ?? 0)
  const begun = value('ActiveOpens') - value('PassiveOpens') - value('AttemptFails')
  return sent + Math.max(0, begun - known)
}

/** The column of an interface in `/proc/net/dev`. */
const sentPackets = 10
