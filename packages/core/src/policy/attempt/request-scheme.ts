/** The scheme of a request as its caller wrote it: a WebSocket begins as a request that asks for an `upgrade`. */
export function requestScheme(isSecure: boolean, upgrade: unknown): string {
  const isWebSocket = typeof upgrade === 'string' && upgrade.toLowerCase() === 'websocket'
  return `${isWebSocket ? 'ws' : 'http'}${isSecure ? 's' : ''}`
}
