import { createClient } from 'redis'

export async function reach({ host = 'cache.example.com', port = 6379 } = {}) {
  const client = createClient({ socket: { host, port, reconnectStrategy: false } })
  client.on('error', () => {})
  await client.connect() // calls out
}
