import { URL } from 'node:url'
import { isLoopback } from './address.ts'
import type { Attempt } from './attempt.ts'
import { urlParts } from './request-target.ts'

/**
 * The servers that a request names in its `Host` header or `:authority`, where they differ from the one it is sent to.
 * A reverse proxy passes the request on to them, and a server of many sites answers for them.
 *
 * A loopback name is the server itself, wherever that is.
 */
export function namedTargets(attempt: Attempt, hosts: readonly string[]): readonly Attempt[] {
  return hosts.flatMap((written) => namedTarget(attempt, written) ?? [])
}

function namedTarget(attempt: Attempt, written: string): Attempt | undefined {
  const { channel, host, port, address, method, url } = attempt
  if (!url || written === '') return undefined
  const proxy = `${host}:${port}`
  // Nearly every request names the server that it is sent to.
  if (written === proxy || written === host) return undefined
  const named = PLAIN.test(written) ? URL.parse(`${url.scheme}://${written}`) : null
  // Servers differ in how they read a text that is not a host.
  if (!named) return { channel, host: written, method, proxy, raw: written }
  const { host: name, port: at } = urlParts(named)
  if (name === host || name === address || isLoopback(name)) return undefined
  return { channel, host: name, port: at, method, url: { ...url, host: name, port: at }, proxy, raw: written }
}

/** A name or an address, perhaps with a port, without characters that change how a URL is read. */
const PLAIN = /^[^\s/\\?#@]+$/
