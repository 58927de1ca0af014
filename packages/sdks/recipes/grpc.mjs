import * as grpc from '@grpc/grpc-js'

const bytes = { requestSerialize: (value) => value, responseDeserialize: (value) => value }
const Echo = grpc.makeGenericClientConstructor(
  { say: { path: '/Echo/Say', requestStream: false, responseStream: false, ...bytes } },
  'Echo',
)

// An address needs no DNS, and TLS on it no name.
export async function reach({ host = '203.0.113.12', port = 443, url, about = 'Oslo' } = {}) {
  const credentials = url === undefined ? grpc.credentials.createSsl() : grpc.credentials.createInsecure()
  // Else it tries again after a second, also when it was closed.
  const client = new Echo(`${host}:${port}`, credentials, { 'grpc.initial_reconnect_backoff_ms': 60_000 })
  try {
    await new Promise((resolve, reject) => {
      const deadline = Date.now() + 5000
      client.say(Buffer.from(about), { deadline }, (error) => (error ? reject(error) : resolve()))
    })
  } finally {
    client.close()
  }
}
