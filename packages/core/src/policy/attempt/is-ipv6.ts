import type net from 'node:net'

const loaded: { net?: typeof net } = {}

/** Node's own check. `net` is loaded at the first colon, because loading it costs more than the guard. */
export function isIPv6(text: string): boolean {
  loaded.net ??= process.getBuiltinModule('node:net')
  return loaded.net.isIPv6(text)
}
