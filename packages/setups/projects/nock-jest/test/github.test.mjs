import http from 'node:http'
import { afterEach, describe, expect, it } from '@jest/globals'
import nock from 'nock'

const get = (url) =>
  new Promise((resolve, reject) => {
    http.get(url, (response) => resolve(response.resume().statusCode)).on('error', reject)
  })

describe('nock', () => {
  afterEach(() => {
    nock.cleanAll()
    nock.enableNetConnect()
  })

  it('answers fetch and node:http', async () => {
    const scope = nock('http://api.example.com').get('/license').times(2).reply(200, { license: 'MIT' })

    expect(await (await fetch('http://api.example.com/license')).json()).toEqual({ license: 'MIT' })
    expect(await get('http://api.example.com/license')).toBe(200)
    expect(scope.isDone()).toBe(true)
  })

  it('lets its own server be reached', async () => {
    nock.disableNetConnect()
    nock.enableNetConnect('127.0.0.1')
    const server = http.createServer((_request, response) => response.end('own'))
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))

    expect(await get(`http://127.0.0.1:${server.address().port}/`)).toBe(200)
    await new Promise((resolve) => server.close(resolve))
  })

  it('refuses what no one answers, before an attempt', async () => {
    nock.disableNetConnect()

    await expect(get('http://usage.example/refused')).rejects.toThrow(/Disallowed net connect/)
  })

  it('lets a request through that no one answers', async () => {
    await get('http://usage.example/events').catch(() => {})
  })

  it('lets a request through with allowUnmocked', async () => {
    nock('http://api.example.com', { allowUnmocked: true }).get('/other').reply(200)

    await get('http://api.example.com/license').catch(() => {})
  })
})
