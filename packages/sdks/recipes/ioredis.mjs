import { Redis } from 'ioredis'

// Making the client connects.
export async function reach({ host = 'cache.example.com', port = 6379 } = {}) {
  const redis = new Redis({ host, port, retryStrategy: () => null })
  redis.on('error', () => {})
  await new Promise((resolve) => redis.once('end', resolve))
}
