import { expect, test } from 'vitest'
import { WebSocket as Undici6 } from 'undici6'
import { WebSocket as Undici8 } from 'undici8'
import { WebSocket as Ws } from 'ws'
import { observeEgress } from '../../src/index.ts'
import { startFar } from './far/start-far.ts'

interface Socket {
  addEventListener(name: 'error', listener: () => void): void
}
type SocketClass = new (url: string) => Socket

const far = await startFar()

/** The types of their events differ, and do not matter here. */
const classes = {
  'of Node': WebSocket,
  'of undici 6': Undici6,
  'of undici 8': Undici8,
} as unknown as Readonly<Record<string, SocketClass>>

const urls = ['ws://live.example/feed', 'wss://live.example/feed', 'wss://live.example:8443/feed']
const cases = Object.entries(classes).flatMap(([name, Made]) => urls.map((url) => ({ name, Made, url })))

test.each(cases)('a WebSocket $name to $url is reported with its own scheme', async ({ Made, url }) => {
  const { violations } = await observeEgress(() => failed(new Made(url)))

  expect(violations.map((one) => one.url)).toEqual([url])
})

test.each(cases)('a WebSocket $name to $url is judged as the request that it begins as', async ({ Made, url }) => {
  const rule = url.replace('ws', 'http')
  const { violations } = await observeEgress({ allow: [rule], deny: [rule] }, () => failed(new Made(url)))
  const { violations: elsewhere } = await observeEgress({ allow: [`${rule}/other`] }, () => failed(new Made(url)))

  expect(violations.map(({ reason }) => reason)).toEqual(['denied'])
  expect(elsewhere.map(({ reason }) => reason)).toEqual(['request-not-allowed'])
})

test.each(Object.entries({ ...classes, 'of ws': Ws as unknown as SocketClass }))(
  'a WebSocket %s to another path than the allowed one is reported with its own scheme, and sends nothing',
  async (_, Made) => {
    const origin = `127.0.0.1:${far.ports.http}`
    const { violations } = await observeEgress({ allow: [`http://${origin}/other`] }, () =>
      failed(new Made(`ws://${origin}/feed`)),
    )

    expect(violations.map(({ url, reason }) => [url, reason])).toEqual([[`ws://${origin}/feed`, 'loopback-not-own']])
    expect((await far.take()).filter((line) => line.includes('/feed'))).toEqual([])
  },
)

function failed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.addEventListener('error', () => resolve()))
}
