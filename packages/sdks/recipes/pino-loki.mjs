import pino from 'pino'

// A worker thread sends what was logged.
export async function reach({ url = 'https://loki.example.com' } = {}) {
  const options = { host: url, batching: { interval: 0.05 }, silenceErrors: true }
  const transport = pino.transport({ target: 'pino-loki', options }) // calls out
  const closed = new Promise((resolve) => transport.on('close', resolve))
  await new Promise((resolve) => transport.on('ready', resolve))
  pino(transport).info('The agent answered')
  transport.end()
  await closed
}
