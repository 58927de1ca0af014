import type { Attempt } from '../../policy/attempt/attempt.ts'
import { isLoopbackName, loopbackAddresses } from '../../policy/attempt/address.ts'
import type { Refusal } from '../../evidence/errors/refusal.ts'
import { readTable, type Row } from '../gateway/kernel-rows.ts'
import { existsSync, readFileSync } from '../node/original-fs.ts'
import { now } from '../node/real-time.ts'
import { covers } from '../scope/covers.ts'
import type { OwnListeners } from '../scope/own-listeners.ts'

/**
 * How the system would refuse a connection to a place on this machine. Undefined where something listens there.
 *
 * Trying to connect would show it, but would reach that listener. Only Linux lists what listens. Elsewhere, every such
 * connection counts as refused.
 */
export function systemRefusal(
  listeners: OwnListeners,
  { unixPath, host, address = host, port = 0 }: Attempt,
): Refusal | undefined {
  if (unixPath !== undefined) return refusalAtPath(listeners, unixPath)
  const addresses = address === undefined || isLoopbackName(address) ? loopbackAddresses : [address]
  const isForeign = addresses.some((one) => isListening(one, port) && !listeners.mayListenSoon(one, port))
  return isForeign ? undefined : 'ECONNREFUSED'
}

function refusalAtPath(listeners: OwnListeners, path: string): Refusal | undefined {
  const isFile = !path.startsWith('\0')
  if (isFile && !existsSync(path)) return 'ENOENT'
  // A server of the tests may have begun to listen there since the attempt was judged.
  const isForeign = isBound(isFile ? path : path.replaceAll('\0', '@')) && !listeners.ownsPath(path)
  return isForeign ? undefined : 'ECONNREFUSED'
}

function isListening(address: string, port: number): boolean {
  return listeningNow().some(({ local }) => local.port === port && covers({ kind: 'tcp', ...local }, address))
}

/** Cached, since reading the tables takes milliseconds, and code that waits tries again and again. */
function listeningNow(): readonly Row[] {
  if (tables.at === undefined || now() - tables.at > keptFor) {
    tables.rows = [...readTable('tcp'), ...readTable('tcp6')].filter(({ state }) => state === 'listening')
    tables.at = now()
  }
  return tables.rows
}

const tables: { rows: readonly Row[]; at: number | undefined } = { rows: [], at: undefined }

/** In milliseconds. */
const keptFor = 100

/** Columns: slot, references, protocol, flags, type, state, inode, path. */
function isBound(path: string): boolean {
  try {
    const lines = readFileSync('/proc/self/net/unix', 'latin1').split('\n')
    const name = Buffer.from(path).toString('latin1')
    return lines.some((line) => line.split(' ')[3] === accepts && line.endsWith(` ${name}`))
  } catch {
    return false
  }
}

const accepts = '00010000'
