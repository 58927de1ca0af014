import http from 'node:http'
import { afterAll, expect, test } from 'vitest'
import { noEgress, observeEgress } from '../../src/index.ts'
import { outcomeOf } from './doors/door.ts'
import { undicis } from './doors/undici-doors.ts'
import { listening } from './far/listening.ts'
import { startFar } from './far/start-far.ts'

const far = await startFar()
const server = http.createServer((request, response) => response.end(`own ${request.url}`))
const own = await listening(server)
afterAll(() => server.close())

test.each(Object.entries(undicis))('%s sends no request for another origin to a warm client', async (_, { Client }) => {
  const client = new Client(`http://127.0.0.1:${far.ports.http}`)
  const ask = async (origin: string, path: string): Promise<string> => {
    const { body } = await client.request({ origin, path, method: 'GET' })
    return body.text()
  }
  await ask(`http://127.0.0.1:${far.ports.http}`, '/before')
  await far.take()

  const { violations } = await observeEgress(() => outcomeOf(() => ask(`http://127.0.0.1:${own}`, '/secret')))
  expect((await far.take()).filter((line) => line.includes('/secret'))).toEqual([])
  expect(violations[0]).toMatchObject({ outcome: 'blocked', port: far.ports.http })

  const allow = `127.0.0.1:${far.ports.http}`
  expect(await noEgress({ allow }, () => ask(`http://127.0.0.1:${far.ports.http}`, '/allowed'))).toContain('/allowed')
  await client.destroy()
})
