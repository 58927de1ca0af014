import { expect, test } from 'vitest'
import { createMadeUpAddresses } from '../../../src/guard/agent/made-up-addresses.ts'

test('a name has one address, the same in each run, and the address has that name', () => {
  const [one, other] = [createMadeUpAddresses(), createMadeUpAddresses()]
  const address = one.addressOf('api.example.com')

  expect(address).toMatch(/^198\.18\.\d+\.\d+$/)
  expect(one.addressOf('api.example.com')).toBe(address)
  expect(other.addressOf('api.example.com')).toBe(address)
  expect(one.nameOf(address)).toBe('api.example.com')
  expect(one.nameOf('198.18.0.0')).toBeUndefined()
})

test('no two names share an address', () => {
  const { addressOf } = createMadeUpAddresses()
  const addresses = Array.from({ length: 5000 }, (_, index) => addressOf(`host-${index}.example`))

  expect(new Set(addresses).size).toBe(5000)
})
