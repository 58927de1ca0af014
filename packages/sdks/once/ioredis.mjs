import { Redis } from 'ioredis'

export function once({ host, port }) {
  const redis = new Redis({ host, port, retryStrategy: () => null })
  redis.on('error', () => {})
  redis.get('weather').catch(() => {})
}
