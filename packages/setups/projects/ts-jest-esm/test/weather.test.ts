import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { allowEgress } from '@agentguard/core'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type {} from 'jest-environment-agentguard'

// The way to mock a module in ESM.
jest.unstable_mockModule('../src/names.js', () => ({ nameOf: () => 'mocked' }))

describe('weather', () => {
  let server: Server
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  beforeAll((done) => {
    server = createServer((_request, response) => response.end('sunny')).listen(0, '127.0.0.1', done)
  })
  afterAll((done) => {
    server.close(done)
  })

  test('asks its own server', async () => {
    const { forecast } = await import('../src/weather.js')
    expect(await forecast('Oslo', origin())).toBe('sunny')
  })

  test('reaches only what its matcher lists', async () => {
    const { forecast } = await import('../src/weather.js')
    await expect(() => forecast('Oslo', origin())).not.toEgress()
  })

  test('widens its own scope', async () => {
    allowEgress('weather.example')
    const { nameOf } = await import('../src/names.js')
    expect(nameOf()).toBe('mocked')
  })

  test('reports in silence', async () => {
    const { report } = await import('../src/weather.js')
    report('Oslo')
  })
})
