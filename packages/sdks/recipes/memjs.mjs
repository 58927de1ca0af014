import memjs from 'memjs'

export async function reach({ host = 'cache.example.com', port = 11211 } = {}) {
  const client = memjs.Client.create(`${host}:${port}`, { retries: 1, timeout: 0.2, conntimeout: 0.2 })
  try {
    await client.get('key') // calls out
  } finally {
    client.close()
  }
}
