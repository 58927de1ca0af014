/** The scheme that the caller of a request used. A WebSocket begins as a request with an `upgrade`. */
export function requestScheme(isSecure: boolean, upgrade: unknown): string {
  const isWebSocket = typeof upgrade === 'string' && upgrade.toLowerCase() === 'websocket'
  return `${isWebSocket ? 'ws' : 'http'}${isSecure ? 's' : ''}`
}
