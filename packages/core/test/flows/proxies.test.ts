import { once } from 'node:events'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { observeEgress } from '../../src/index.ts'
import { type Outcome, outcomeOf } from './doors/door.ts'
import { type ProxyDoor, proxyDoors } from './doors/proxy-doors.ts'
import { startFar } from './far/start-far.ts'

const far = await startFar()
const bare = new Map<ProxyDoor, { outcome: Outcome; arrivals: readonly string[] }>()

// A proxy of this process: it may be reached without a rule, what is behind it may not.
const seenByOwn: string[] = []
const own = http
  .createServer(({ url }, response) => {
    seenByOwn.push(String(url))
    response.end()
  })
  .on('connect', ({ url }, socket) => {
    seenByOwn.push(String(url))
    socket.destroy()
  })
const ownSocks = net.createServer((socket) =>
  socket.on('error', () => {}).once('data', () => socket.end(Buffer.from([5, 255]))),
)

beforeAll(async () => {
  for (const server of [own, ownSocks]) await once(server.listen(0, '127.0.0.1'), 'listening')
  for (const door of proxyDoors) bare.set(door, { outcome: await knock(door), arrivals: await far.take() })
})
afterAll(() => [own, ownSocks].forEach((server) => server.close()))

describe.each(proxyDoors)('$name', (door) => {
  const target = `target.example:${far.ports[door.target]}`
  const proxy = `localhost:${far.ports[door.proxy]}`

  test('reaches nothing of the target where only the proxy is allowed', async () => {
    const { violations } = await observeEgress({ allow: proxy }, () => knock(door))

    expect(violations).toHaveLength(1)
    expect(violations[0]).toMatchObject({ host: 'target.example' })
    const arrivals = await far.take()
    expect(arrivals.filter((line) => line.startsWith(door.target))).toEqual([])
    if (door.proxy !== 'socks') expect(arrivals.join('\n')).not.toContain('target.example')
  })

  test('reaches nothing where only the target is allowed', async () => {
    const { violations } = await observeEgress({ allow: target }, () => knock(door))

    expect(violations).toHaveLength(1)
    expect(violations[0]).toMatchObject({ host: '127.0.0.1', port: far.ports[door.proxy] })
    expect(await far.take()).toEqual([])
  })

  test('is as without the guard where both are allowed', async () => {
    const observed = await observeEgress({ allow: [target, proxy] }, () => knock(door))

    expect(observed.violations).toEqual([])
    expect({ outcome: 'value' in observed && observed.value, arrivals: await far.take() }).toEqual(bare.get(door))
  })

  test('asks a proxy of this process, which answers for itself, for any target', async () => {
    const { port } = (door.proxy === 'socks' ? ownSocks : own).address() as AddressInfo
    // undici reports the origin of a request before its proxy.
    if (door.raw || /ProxyAgent/.test(door.name)) return
    const { violations } = await observeEgress(() => knock(door, port))

    expect(violations).toEqual([])
    seenByOwn.splice(0)
  })

  test('does not reach a denied target through a proxy of this process', async () => {
    const { port } = (door.proxy === 'socks' ? ownSocks : own).address() as AddressInfo
    if (door.raw || door.proxy === 'socks') return
    const { violations } = await observeEgress({ deny: 'target.example' }, () => knock(door, port))

    expect(violations).toMatchObject([{ host: 'target.example', reason: 'denied' }])
    expect(seenByOwn.splice(0)).toEqual([])
  })
})

function knock(door: ProxyDoor, port = far.ports[door.proxy]): Promise<Outcome> {
  const url = new URL(`${door.target}://target.example:${far.ports[door.target]}/path`)
  return outcomeOf(() => door.get(url, port))
}
