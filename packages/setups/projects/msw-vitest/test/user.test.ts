import { request } from 'node:https'
import axios from 'axios'
import { http, HttpResponse, passthrough } from 'msw'
import { server } from '../src/mocks/node'

describe('user', () => {
  it('is answered by a handler', async () => {
    const response = await fetch('https://api.example.com/user')

    await expect(response.json()).resolves.toEqual({ id: 'abc-123', firstName: 'John' })
  })

  it('is answered by a handler for axios and node:https', async () => {
    const { data } = await axios.get('https://api.example.com/user')
    const status = await new Promise((resolve, reject) => {
      request('https://api.example.com/user', (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end()
    })

    expect([data.id, status]).toEqual(['abc-123', 200])
  })

  it('is answered by a handler of the test', async () => {
    server.use(http.get('https://api.example.com/user', () => HttpResponse.json({ id: 'other' })))
    const response = await fetch('https://api.example.com/user')

    await expect(response.json()).resolves.toEqual({ id: 'other' })
  })

  it('is let through by passthrough()', async () => {
    server.use(http.get('https://api.example.com/user', () => passthrough()))

    await fetch('https://api.example.com/user').catch(() => {})
  })

  it('has no handler', async () => {
    await fetch('http://usage.example/events').catch(() => {})
  })
})
