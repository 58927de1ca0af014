import childProcess from 'node:child_process'
import dgram from 'node:dgram'
import dns from 'node:dns'
import http from 'node:http'
import http2 from 'node:http2'
import https from 'node:https'
import net from 'node:net'
import tls from 'node:tls'
import workers from 'node:worker_threads'

/** What one operation reaches: on this machine, so that no run depends on a network. */
export interface Target {
  readonly host: string
  readonly port: number
  /** A unix socket. */
  readonly path?: string | undefined
}

export type OperationName =
  | 'fetch'
  | 'undici.request'
  | 'http.get'
  | 'http.get of a path of 10 MB'
  | 'https.get'
  | 'http2 stream'
  | 'http2.connect'
  | 'net.connect'
  | 'tls.connect'
  | 'unix connect'
  | 'socket write'
  | 'udp send'
  | 'dns.lookup'
  | 'dns.resolve4'
  | 'a local program'
  | 'another program'
  | 'a worker'
  | 'a worker of a captured class'

/** Prepares an operation and returns it; each call does it once, whether it succeeds or is refused. */
export type PrepareOperation = (target: Target) => Promise<() => Promise<void>>

// This module is loaded before the variant is installed.
const CapturedWorker = workers.Worker

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
  'undici.request': async ({ host, port }) => {
    const { request } = await import('undici')
    const url = `http://${host}:${port}/`
    return async () => {
      try {
        const { body } = await request(url)
        await body.dump()
      } catch {}
    }
  },
  'http.get': async ({ host, port }) => {
    const url = `http://${host}:${port}/`
    return repeat((done) => {
      http.get(url, (response) => response.on('end', done).resume()).on('error', done)
    })
  },
  'http.get of a path of 10 MB': async ({ host, port }) => {
    const options = { host, port, path: `/${'a'.repeat(10_000_000)}` }
    return repeat((done) => {
      http.get(options, (response) => response.on('end', done).resume()).on('error', done)
    })
  },
  'https.get': async ({ host, port }) => {
    const url = `https://${host}:${port}/`
    const agent = new https.Agent({ keepAlive: true, rejectUnauthorized: false })
    return repeat((done) => {
      https.get(url, { agent }, (response) => response.on('end', done).resume()).on('error', done)
    })
  },
  'http2 stream': async ({ host, port }) => {
    const session = http2.connect(`http://${host}:${port}`)
    return repeat((done) => {
      session.request({ ':path': '/' }).on('error', ignore).on('close', done).resume()
    })
  },
  'http2.connect': async ({ host, port }) => {
    const url = `http://${host}:${port}`
    return repeat((done) => {
      http2.connect(url).on('error', ignore).on('close', done)
    })
  },
  'net.connect': async ({ host, port }) => {
    // The server hangs up first, so that it keeps the port in TIME_WAIT: a client has fewer than connections in a run.
    return repeat((done) => {
      // msw and nock wait for the first byte to know what it is.
      net.connect(port, host).on('error', ignore).on('close', done).resume().write('x')
    })
  },
  'tls.connect': async ({ host, port }) => {
    const options = { host, port, rejectUnauthorized: false }
    return repeat((done) => {
      tls.connect(options).on('error', ignore).on('close', done).resume().write('x')
    })
  },
  'unix connect': async ({ path = '' }) => {
    return repeat((done) => {
      net.connect(path).on('error', ignore).on('close', done).resume().write('x')
    })
  },
  // On one connection, which the first scope has opened. The bytes are neither text nor a proxy's request, like those of most databases.
  'socket write': async ({ host, port }) => {
    const socket = net.connect(port, host).on('error', ignore)
    await new Promise((done) => socket.once('connect', done))
    const chunk = Buffer.alloc(64)
    return repeat((done) => socket.write(chunk, () => done()))
  },
  'udp send': async ({ host, port }) => {
    const socket = dgram.createSocket('udp4').on('error', () => {})
    await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done))
    socket.unref()
    const datagram = Buffer.from('x')
    return repeat((done) => socket.send(datagram, port, host, () => done()))
  },
  'dns.lookup': async ({ host }) => repeat((done) => dns.lookup(host, () => done())),
  'dns.resolve4': async ({ host, port }) => {
    const resolver = new dns.Resolver({ tries: 1 })
    resolver.setServers([`${host}:${port}`])
    return repeat((done) => resolver.resolve4('weather.example', () => done()))
  },
  'a local program': async () => repeat((done) => start('true', done)),
  // It can look up names.
  'another program': async () => repeat((done) => start('getent', done)),
  'a worker': async () => repeat((done) => startWorker(workers.Worker, done)),
  'a worker of a captured class': async () => repeat((done) => startWorker(CapturedWorker, done)),
}

function repeat(once: (done: () => void) => void): () => Promise<void> {
  return () => new Promise(once)
}

function start(program: string, done: () => void): void {
  childProcess.spawn(program, { stdio: 'ignore' }).on('error', done).on('exit', done)
}

function startWorker(Class: typeof workers.Worker, done: () => void): void {
  try {
    new Class('', { eval: true }).on('error', done).on('exit', done)
  } catch {
    done()
  }
}

function ignore(): void {}
