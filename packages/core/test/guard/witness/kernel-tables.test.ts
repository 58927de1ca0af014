import { expect, test } from 'vitest'
import { parseSocket } from '../../../src/guard/witness/kernel-tables.ts'

const line = (local: string, remote: string, state = '01'): string =>
  `   3: ${local} ${remote} ${state} 00000000:00000000 02:000AFC80 00000000  1000        0 4711 2 0000000000000000 20 4`

test('parseSocket reads both ends of a connection by IPv4', () => {
  expect(parseSocket('tcp', line('0100007F:C350', '070200C0:01BB'), new Set([4711]))).toEqual({
    inode: 4711,
    protocol: 'tcp',
    listens: false,
    local: { address: '127.0.0.1', port: 50000 },
    remote: { address: '192.0.2.7', port: 443 },
  })
})

test.each([
  ['B80D0120000000000000000001000000', '2001:db8::1'],
  ['00000000000000000000000001000000', '::1'],
  ['0000000000000000FFFF0000070200C0', '192.0.2.7'],
])('parseSocket reads the address %s of IPv6 as %s', (words, address) => {
  const socket = parseSocket('tcp', line(`${words}:0001`, `${words}:01BB`), new Set([4711]))

  expect(socket?.remote).toEqual({ address, port: 443 })
})

test('parseSocket recognizes a listener', () => {
  const socket = parseSocket('tcp', line('00000000:1F90', '00000000:0000', '0A'), new Set([4711]))

  expect(socket).toMatchObject({ listens: true, local: { address: '0.0.0.0', port: 8080 } })
})

test.each(['', '  sl  local_address rem_address   st', line('nonsense', 'nonsense')])(
  'parseSocket leaves out what is not a socket: %j',
  (text) => {
    expect(parseSocket('tcp', text, new Set([4711]))).toBeUndefined()
  },
)

test('parseSocket leaves out the sockets of other processes', () => {
  expect(parseSocket('tcp', line('0100007F:C350', '070200C0:01BB'), new Set([1]))).toBeUndefined()
})
