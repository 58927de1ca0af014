import http from 'node:http'

/** Sends usage in the background. */
export function track(page: string): void {
  const request = http.request(`http://usage.example/${page}`, { method: 'POST' })
  request.on('error', () => {}).end()
}
