import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hiddenSockets } from '../../../src/guard/gateway/hidden-sockets.ts'

test.skipIf(process.platform === 'win32')('hiddenSockets finds existing sockets, each once', async () => {
  const runtime = mkdtempSync(join(tmpdir(), 'agentguard-runtime-'))
  mkdirSync(join(runtime, 'podman'))
  writeFileSync(join(runtime, 'bus'), 'no socket')
  const server = createServer().listen(join(runtime, 'podman/podman.sock'))
  await once(server, 'listening')
  const path = join(runtime, 'podman/podman.sock')
  const found = hiddenSockets({ XDG_RUNTIME_DIR: runtime, CONTAINER_HOST: `unix://${path}` }, 1000)
  server.close()
  rmSync(runtime, { recursive: true, force: true })

  expect(found.filter((one) => one.path.startsWith(runtime))).toEqual([{ path, names: [path] }])
})
