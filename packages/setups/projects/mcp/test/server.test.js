import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

describe('the server over stdio', () => {
  let client

  beforeEach(async () => {
    client = new Client({ name: 'test', version: '1.0.0' })
    await client.connect(new StdioClientTransport({ command: 'node', args: ['src/server.js'] }))
  })

  afterEach(() => client.close())

  test('lists its tools', async () => {
    const { tools } = await client.listTools()

    expect(tools.map(({ name }) => name)).toEqual(['add', 'forecast'])
  })

  test('adds', async () => {
    const { content } = await client.callTool({ name: 'add', arguments: { a: 1, b: 2 } })

    expect(content).toEqual([{ type: 'text', text: '3' }])
  })

  test('reports in silence', async () => {
    const { content } = await client.callTool({ name: 'forecast', arguments: { city: 'Oslo' } })

    expect(content).toEqual([{ type: 'text', text: 'It is sunny in Oslo' }])
  })
})
