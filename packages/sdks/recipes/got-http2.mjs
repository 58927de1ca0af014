import got from 'got'

// The protocol is negotiated on a separate TLS connection, before the request.
export async function reach() {
  await got('https://h2.example.com/v1', { http2: true, retry: { limit: 0 } }).json()
}
