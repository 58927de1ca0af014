import { connect } from 'nats'

/** Notifies other agents. Without a bus, it works alone. */
export async function notify(message: string, servers: string): Promise<boolean> {
  try {
    const bus = await connect({ servers, reconnect: false })
    bus.publish('agents', message)
    await bus.drain()
    return true
  } catch {
    return false
  }
}
