import { connect } from 'nats'

export async function reach({ host = 'bus.example.com', port = 4222, about = 'Oslo' } = {}) {
  const bus = await connect({ servers: `${host}:${port}`, reconnect: false, timeout: 3000 }) // calls out
  bus.publish('weather', about)
  await bus.close()
}
