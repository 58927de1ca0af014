import { expect, test } from 'vitest'
import { portsInside } from '../../../src/guard/gateway/namespace.ts'

test.each([
  ['32768\t60999\n', '16384 32767'],
  ['10240 40000', '40001 65535'],
  ['', '16384 32767'],
  ['1024 65535', '1024 65535'],
])('portsInside gives programs none of the ports that the kernel gives outside: %j', (outside, inside) => {
  expect(portsInside(outside)).toBe(inside)
})
