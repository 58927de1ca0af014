const { Redis } = require('ioredis')

/** Keeps what the agent learns in Redis. The client connects when it is made; an agent without memory still works. */
function createMemory(host) {
  const redis = new Redis({ host, retryStrategy: () => null })
  redis.on('error', () => {})
  return {
    remember: (fact) => redis.lpush('facts', fact).catch(() => 0),
    close: () => redis.disconnect(),
  }
}

module.exports = { createMemory }
