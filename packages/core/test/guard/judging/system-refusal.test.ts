import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { systemRefusal } from '../../../src/guard/judging/system-refusal.ts'
import { createOwnListeners } from '../../../src/guard/scope/own-listeners.ts'

const folder = mkdtempSync(join(tmpdir(), 'agentguard-refusal-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const refusalAt = (path: string, listeners = createOwnListeners()) =>
  systemRefusal(listeners, { channel: 'pipe', unixPath: path, raw: path })

async function serveAt(path: string): Promise<net.Server> {
  const server = net.createServer().listen(path)
  await once(server, 'listening')
  return server
}

test.skipIf(process.platform !== 'linux')('systemRefusal says how the system refuses a unix path', async () => {
  const path = join(folder, 'foreign')
  expect(refusalAt(path)).toBe('ENOENT')

  const server = await serveAt(path)
  expect(refusalAt(path)).toBeUndefined()

  server.close()
})

test.skipIf(process.platform !== 'linux')(
  'systemRefusal treats a server of the tests that began to listen after the attempt as not there yet',
  async () => {
    const path = join(folder, 'own')
    const server = await serveAt(path)
    const listeners = createOwnListeners()
    // `net.Server` does not declare its handle.
    const { _handle: handle } = server as unknown as { _handle: { fd: number } }
    listeners.addPath(path, handle)

    expect(refusalAt(path, listeners)).toBe('ECONNREFUSED')

    server.close()
  },
)

test.skipIf(process.platform !== 'linux')('systemRefusal sees a file whose listener has ended as refused', async () => {
  const path = join(folder, 'ended')
  const source = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`
  await once(spawn(process.execPath, ['-e', source]), 'exit')

  expect(refusalAt(path)).toBe('ECONNREFUSED')
})
