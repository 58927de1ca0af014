import mqtt from 'mqtt'

export async function reach({ host = 'broker.example.com', port = 1883 } = {}) {
  const client = mqtt.connect({ host, port, protocol: 'mqtt', reconnectPeriod: 0, connectTimeout: 300 }) // calls out
  client.on('error', () => {})
  await new Promise((resolve) => client.once('close', resolve))
  client.end(true)
}
