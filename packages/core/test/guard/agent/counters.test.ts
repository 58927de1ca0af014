import { expect, test } from 'vitest'
import { countUnasked } from '../../../src/guard/agent/counters.ts'

const sums = (begun: number, accepted: number, failed: number): string =>
  `Ip: Forwarding\nIp: 2\nTcp: RtoMin ActiveOpens PassiveOpens AttemptFails\nTcp: 200 ${begun} ${accepted} ${failed}`
const interfaces = ' lo: 9 9 0 0 0 0 0 0 9 9 0\nsink: 0 0 0 0 0 0 0 0 120 3 0 0 0 0 0 0\n'

test.each<[string, string, string, number, number]>([
  ['packets that went where nothing is', sums(0, 0, 0), interfaces, 0, 3],
  ['connections that were given up', sums(5, 2, 1), '', 0, 2],
  ['none that waits or was asked for', sums(5, 2, 1), '', 2, 0],
  ['nothing where more is known than the sums say', sums(1, 1, 0), '', 4, 0],
  ['nothing without tables', '', '', 0, 0],
])('countUnasked counts %s', (_, tcp, sink, known, count) => {
  expect(countUnasked(tcp, sink, known)).toBe(count)
})
