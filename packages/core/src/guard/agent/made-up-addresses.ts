/** Addresses that represent names, since programs connect to addresses and policies are about names. */
export interface MadeUpAddresses {
  addressOf(name: string): string
  nameOf(address: string): string | undefined
}

/** 198.18.0.0/15 is reserved for network tests and not routed outside. The namespace has its own address in the other half. */
const first = 198 * 2 ** 24 + 18 * 2 ** 16
const size = 2 ** 16

/** The same name gets the same address in most runs. */
export function createMadeUpAddresses(): MadeUpAddresses {
  const byName = new Map<string, string>()
  const byAddress = new Map<string, string>()
  return {
    addressOf: (name) => {
      const known = byName.get(name)
      if (known !== undefined) return known
      let at = hash(name)
      while (byAddress.has(textOf(at))) at = (at + 1) % size
      byName.set(name, textOf(at))
      byAddress.set(textOf(at), name)
      return textOf(at)
    },
    nameOf: (address) => byAddress.get(address),
  }
}

function hash(name: string): number {
  let value = 7
  for (const letter of name) value = (Math.imul(value, 31) + (letter.codePointAt(0) ?? 0)) >>> 0
  // The lowest and the highest are the network and broadcast addresses.
  return 1 + (value % (size - 2))
}

function textOf(offset: number): string {
  const value = first + offset
  return [24, 16, 8, 0].map((bits) => (value >>> bits) & 255).join('.')
}
