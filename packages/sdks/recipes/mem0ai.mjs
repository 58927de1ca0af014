import { setTimeout as sleep } from 'node:timers/promises'
import { MemoryClient } from 'mem0ai'

// The constructor pings the service. No code can wait for that; the tool does something else meanwhile.
export async function reach({ url = 'https://api.mem0.ai' } = {}) {
  const client = new MemoryClient({ apiKey: 'key', host: url }) // calls out
  await sleep(200)
  return client
}
