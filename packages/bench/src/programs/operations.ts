import dgram from 'node:dgram'
import dns from 'node:dns'
import http from 'node:http'
import net from 'node:net'

/** What one operation reaches: on this machine, so that no run depends on a network. */
export interface Target {
  readonly host: string
  readonly port: number
}

export type OperationName = 'fetch' | 'http.get' | 'net.connect' | 'dns.lookup' | 'udp send'

/** Prepares an operation and returns it; each call does it once, whether it succeeds or is refused. */
export type PrepareOperation = (target: Target) => Promise<() => Promise<void>>

export const operations: Readonly<Record<OperationName, PrepareOperation>> = {
  fetch: async ({ host, port }) => {
    const url = `http://${host}:${port}/`
    return async () => {
      try {
        const response = await fetch(url)
        await response.arrayBuffer()
      } catch {}
    }
  },
  'http.get': async ({ host, port }) => {
    const url = `http://${host}:${port}/`
    const get = (done: () => void): void => {
      http.get(url, (response) => response.on('end', done).resume()).on('error', done)
    }
    return () => new Promise(get)
  },
  'net.connect': async ({ host, port }) => {
    // The server hangs up first, so that it keeps the port in TIME_WAIT: a client has fewer than connections in a run.
    const connect = (done: () => void): void => {
      // msw and nock wait for the first byte to know what it is.
      net.connect(port, host).on('error', ignore).on('close', done).resume().write('x')
    }
    return () => new Promise(connect)
  },
  'dns.lookup': async ({ host }) => {
    const lookup = (done: () => void): void => dns.lookup(host, () => done())
    return () => new Promise(lookup)
  },
  'udp send': async ({ host, port }) => {
    const socket = dgram.createSocket('udp4').on('error', () => {})
    await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done))
    socket.unref()
    const datagram = Buffer.from('x')
    const send = (done: () => void): void => socket.send(datagram, port, host, () => done())
    return () => new Promise(send)
  },
}

function ignore(): void {}
