import { Redis } from 'ioredis'

// Making the client connects.
export async function reach({ host = 'cache.example.com', port = 6379, about = 'Oslo' } = {}) {
  const redis = new Redis({ host, port, retryStrategy: () => null })
  redis.on('error', () => {})
  redis.get(`weather:${about}`).catch(() => {})
  await new Promise((resolve) => redis.once('end', resolve))
}
