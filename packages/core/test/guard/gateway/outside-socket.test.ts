import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isOutsideSocket } from '../../../src/guard/gateway/outside-socket.ts'

test.skipIf(process.platform !== 'linux')(
  'isOutsideSocket distinguishes network sockets from everything else',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'agentguard-sockets-'))
    const server = createServer().listen(0, '127.0.0.1')
    const path = createServer().listen(join(folder, 'socket'))
    const datagrams = createSocket('udp4').bind(0, '127.0.0.1')
    await Promise.all([server, path, datagrams].map(async (one) => once(one, 'listening')))
    const file = openSync(import.meta.filename, 'r')
    const numbers = [server, datagrams, path].map(numberOf)
    const found = [...numbers, file, 1_000_000].map(isOutsideSocket)
    closeSync(file)
    for (const one of [server, path, datagrams]) one.close()
    rmSync(folder, { recursive: true, force: true })

    expect(found).toEqual([true, true, false, false, false])
  },
)

/** Of a native handle; Node has no public name for it. */
function numberOf(holder: object): number {
  const symbol = Object.getOwnPropertySymbols(holder).find((one) => one.description === 'state symbol')
  const inner: unknown = symbol === undefined ? Reflect.get(holder, '_handle') : Reflect.get(holder, symbol)
  const handle: unknown = symbol === undefined ? inner : Reflect.get(Object(inner), 'handle')
  return Number(Reflect.get(Object(handle), 'fd'))
}
