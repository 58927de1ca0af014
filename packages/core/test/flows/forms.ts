import { lookup } from 'node:dns/promises'
import { hostname, networkInterfaces } from 'node:os'

/** A spelling of this machine's address. */
export interface Form {
  readonly name: string
  readonly host: string
  readonly urlHost: string
  /** True for a form that the kernel accepts unchanged. */
  readonly numeric: boolean
  /** The rule that allows it, for a port. */
  rule(port: number): string
}

const loopback = (port: number): string => `localhost:${port}`

/** Every way to write this machine's address. */
export const forms: readonly Form[] = [
  form('IPv4', '127.0.0.1', loopback),
  form('another loopback address', '127.0.0.2', loopback),
  form('IPv6', '::1', loopback),
  form('IPv6 in full', '0:0:0:0:0:0:0:1', loopback),
  form('mapped IPv4', '::ffff:127.0.0.1', loopback),
  form('mapped IPv4 in hexadecimal', '::ffff:7f00:1', loopback),
  form('unspecified address', '0.0.0.0', loopback),
  form('IPv4 shorthand', '127.1', loopback),
  form('IPv4 as one number', '2130706433', loopback),
  form('IPv4 in hexadecimal', '0x7f.1', loopback),
  form('IPv4 in octal', '0177.0.0.1', loopback),
  form('localhost', 'localhost', loopback),
  form('localhost in upper case', 'LOCALHOST', loopback),
  ...interfaceForms(),
  ...(await nameForms()),
]

function form(name: string, host: string, rule: Form['rule']): Form {
  const numeric = host.includes(':') || /^\d+\.\d+\.\d+\.\d+$/.test(host)
  return { name, host, urlHost: host.includes(':') ? `[${host}]` : host, numeric, rule }
}

/** Not loopback, and yet this machine: absent where it has no network. */
function interfaceForms(): Form[] {
  const own = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4')
  return own ? [form('an address of an own interface', own.address, (port) => `${own.address}:${port}`)] : []
}

/** The machine's own name, where its hosts file knows it. */
async function nameForms(): Promise<Form[]> {
  const name = hostname()
  const known = await lookup(name).catch(() => undefined)
  return known ? [form('the name of this machine', name, (port) => `${name}:${port}`)] : []
}
