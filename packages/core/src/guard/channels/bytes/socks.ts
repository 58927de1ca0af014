/** The target of a SOCKS request. */
export interface SocksTarget {
  readonly host: string
  readonly port: number
  /** How many bytes the request took. */
  readonly end: number
}

/**
 * Reads what a client has written to a SOCKS proxy so far, in version 4, 4a or 5. Returns the target, `more` while it
 * may still follow, or nothing for bytes that are not SOCKS.
 */
export function readSocks(said: Buffer): SocksTarget | 'more' | undefined {
  return said[0] === 4 ? readSocks4(said) : said[0] === 5 ? readSocks5(said) : undefined
}

/** 4, command, port, address, user name and 0. In 4a the address is 0.0.0.x, and a name and 0 follow. */
function readSocks4(said: Buffer): SocksTarget | 'more' | undefined {
  if (said.length < 9) return isCommand(said[1], 2) ? 'more' : undefined
  const port = said.readUInt16BE(2)
  if (!isCommand(said[1], 2) || port === 0) return undefined
  const user = said.indexOf(0, 8)
  if (user === -1) return 'more'
  const isNamed = said.readUInt32BE(4) < 256 && said[7] !== 0
  if (!isNamed) return { host: said.subarray(4, 8).join('.'), port, end: user + 1 }
  const name = said.indexOf(0, user + 1)
  if (name === -1) return 'more'
  return { host: said.toString('latin1', user + 1, name), port, end: name + 1 }
}

/** The authentication methods, perhaps a name and a password, and then the request. */
function readSocks5(said: Buffer): SocksTarget | 'more' | undefined {
  const methods = said[1]
  if (methods === 0) return undefined
  if (methods === undefined) return 'more'
  const greeted = 2 + methods
  const asked = said[greeted] === 1 ? endOfPassword(said, greeted) : greeted
  if (asked === undefined || said.length < asked + 5) return isPlausible(said, asked) ? 'more' : undefined
  if (!isPlausible(said, asked)) return undefined
  const at = asked + 4
  const length = addressLengths[said[asked + 3] ?? 0] ?? 1 + (said[at] ?? 0)
  const end = at + length + 2
  if (said.length < end) return 'more'
  return { host: addressOf(said.subarray(at, at + length), said[asked + 3]), port: said.readUInt16BE(end - 2), end }
}

/** 1, the length of the name, the name, the length of the password, the password. */
function endOfPassword(said: Buffer, at: number): number | undefined {
  const name = said[at + 1]
  const password = name === undefined ? undefined : said[at + 2 + name]
  return name === undefined || password === undefined ? undefined : at + 3 + name + password
}

/** Whether the bytes so far begin with 5, command, 0 and the kind of address. */
function isPlausible(said: Buffer, asked: number | undefined): boolean {
  if (asked === undefined || said.length <= asked) return true
  const [version, command = 1, reserved = 0, kind = 1] = said.subarray(asked)
  return version === 5 && isCommand(command, 3) && reserved === 0 && (kind === 1 || kind === 3 || kind === 4)
}

function isCommand(command: number | undefined, most: number): boolean {
  return command === undefined || (command >= 1 && command <= most)
}

/** By the kind of address. The length of a name precedes it. */
const addressLengths: Readonly<Record<number, number>> = { 1: 4, 4: 16 }

function addressOf(bytes: Buffer, kind: number | undefined): string {
  if (kind === 1) return bytes.join('.')
  if (kind === 3) return bytes.toString('latin1', 1)
  return Array.from({ length: 8 }, (_, part) => bytes.readUInt16BE(part * 2).toString(16)).join(':')
}
