import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@playwright/test'

let server: Server

test.beforeAll(async () => {
  server = createServer((_request, response) => response.end('sunny')).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
})

test.afterAll(() => server.close())

test('asks its own server', async ({ request }) => {
  const response = await request.get(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)

  expect(await response.text()).toBe('sunny')
})

test('reports in silence', async ({ request }) => {
  await request.get('http://usage.example/').catch(() => {})
})
