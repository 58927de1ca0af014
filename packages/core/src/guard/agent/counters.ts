import { openTable } from '../gateway/kernel-rows.ts'

/** Attempts in this namespace that the judge was not asked about, and that left only a number in the kernel's counters. */
export interface Counters {
  /**
   * How many since the last time. `known` counts connections that are waiting, that were given up after the question,
   * or that were made from here.
   */
  take(known: number): number
}

/** Counts from the kernel's own totals. */
export function createCounters(): Counters {
  const tables = [openTable('snmp'), openTable('dev')] as const
  let reported = 0
  return {
    take: (known) => {
      const [sums = '', interfaces = ''] = tables.map((table) => table.lines().join('\n'))
      const total = countUnasked(sums, interfaces, known)
      const fresh = Math.max(0, total - reported)
      reported = Math.max(reported, total)
      return fresh
    },
  }
}

/**
 * Packets sent into the sink, and connections given up before the judge could be asked. The latter are those that were
 * begun but not accepted, did not fail, and are not waiting.
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
