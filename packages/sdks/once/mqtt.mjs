import mqtt from 'mqtt'

export function once({ host, port }) {
  mqtt.connect({ host, port, protocol: 'mqtt', reconnectPeriod: 0, connectTimeout: 300 }).on('error', () => {})
}
