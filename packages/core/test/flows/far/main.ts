// The other process: servers that no test owns, which count what arrives. Started by `start-far.ts`.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { take } from './arrivals.ts'
import { listenDns } from './dns-server.ts'
import { listenHttp, listenHttp2, listenUnix } from './http-servers.ts'
import { listenHttpProxy, listenSocks } from './proxies.ts'
import { listenTcp, listenUdp } from './raw-servers.ts'

const folder = mkdtempSync(join(tmpdir(), 'agentguard-far-'))
const isWindows = process.platform === 'win32'
const unixPath = await listenUnix(isWindows ? `\\\\?\\pipe\\agentguard-far-${process.pid}` : join(folder, 'far.sock'))
const ports = {
  ...(await listenTcp()),
  ...(await listenUdp()),
  ...(await listenDns()),
  ...(await listenHttp()),
  ...(await listenHttp2()),
  ...(await listenHttpProxy()),
  ...(await listenSocks()),
}

process.on('message', () => void take().then((arrivals) => process.send?.(arrivals)))
process.on('disconnect', () => {
  rmSync(folder, { recursive: true, force: true })
  process.exit()
})
process.send?.({ ports, unixPath })
