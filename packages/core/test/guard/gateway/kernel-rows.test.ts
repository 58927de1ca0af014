import { expect, test } from 'vitest'
import { parseRow } from '../../../src/guard/gateway/kernel-rows.ts'

test.each([
  [
    '   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0',
    { state: 'listening', local: { address: '127.0.0.1', port: 8080 }, inode: 4711 },
  ],
  [
    '   1: FEFF13C6:9C40 097100CB:01BB 02 00000001:00000000 01:00000063 00000000  1000        0 12 2 0',
    { state: 'opening', remote: { address: '203.0.113.9', port: 443 }, inode: 12 },
  ],
])('parseRow reads a socket', (line, row) => {
  expect(parseRow(line)).toMatchObject(row)
})

test('parseRow takes nothing from the heading', () => {
  expect(
    parseRow('  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode'),
  ).toBeUndefined()
})
