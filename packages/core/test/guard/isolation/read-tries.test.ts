import { expect, test } from 'vitest'
import { countNoRoutes } from '../../../src/guard/isolation/read-tries.ts'

const ip = 'Ip: Forwarding OutRequests OutDiscards OutNoRoutes\nIp: 2 7 0 3\nIcmp: InMsgs\nIcmp: 9\n'

test.each<[string, string, number]>([
  ['IPv4', ip, 3],
  ['both versions', `${ip}\nIp6InReceives 4\nIp6OutNoRoutes                  	2\n`, 5],
  ['nothing', '', 0],
  ['other counters', 'Tcp: ActiveOpens\nTcp: 4\n', 0],
])('countNoRoutes adds up %s', (_, text, count) => {
  expect(countNoRoutes(text)).toBe(count)
})
