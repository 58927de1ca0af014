// The other process: servers that belong to no test and count what arrives. Started by `preload.ts`.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { take } from '../../core/test/flows/far/arrivals.ts'
import { listenDns } from '../../core/test/flows/far/dns-server.ts'
import { listenHttp, listenHttp2, listenUnix } from '../../core/test/flows/far/http-servers.ts'
import { listenHttpProxy } from '../../core/test/flows/far/proxies.ts'
import { listenTcp, listenUdp } from '../../core/test/flows/far/raw-servers.ts'
import { listenRedis } from './far-redis.ts'

const folder = mkdtempSync(join(tmpdir(), 'agentguard-leaks-'))
const unixPath = await listenUnix(join(folder, 'far.sock'))
const ports = {
  ...(await listenTcp()),
  ...(await listenUdp()),
  ...(await listenDns()),
  ...(await listenHttp()),
  ...(await listenHttp2()),
  ...(await listenHttpProxy()),
}
// Apart from the others, so that no other channel's request finds a connection that is open already.
const open = {
  ...(await listenTcp()),
  ...(await listenHttp()),
  ...(await listenHttp2()),
  ...(await listenRedis()),
}

/** `lookups`: the port of the system's resolver, which only one process of a network namespace can have at a time. */
const answers: Readonly<Record<string, () => Promise<unknown>>> = { take, lookups: () => listenDns(53) }

process.on('message', (question: string) => void answers[question]?.().then((answer) => process.send?.(answer)))
process.on('disconnect', () => {
  rmSync(folder, { recursive: true, force: true })
  process.exit()
})
process.send?.({ ports, open, unixPath })
