import { MemoryClient } from 'mem0ai'

// The constructor pings the service.
export function once({ url }) {
  return void new MemoryClient({ apiKey: 'key', host: url })
}
