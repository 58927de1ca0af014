import dgram from 'node:dgram'
import diagnostics from 'node:diagnostics_channel'
import dns from 'node:dns'
import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import http2 from 'node:http2'
import net from 'node:net'
import { PassThrough } from 'node:stream'
import tls from 'node:tls'
import { afterAll, expect, test } from 'vitest'
import { AgentBase, BasedAgent } from './doors/based-agent.ts'
import { type Guard, installGuard } from '../../src/index.ts'
import { watchSocket } from './doors/watch-socket.ts'
import { startFar } from './far/start-far.ts'

const far = await startFar()
const places = await everyPatchedObject()
afterAll(() => far.take())

test('uninstall leaves every slot, listener and subscription unchanged', async () => {
  const before = snapshot()

  const guard = installGuard()
  await useEverything(guard)
  const between = snapshot()
  guard.uninstall()

  expect(between).not.toEqual(before)
  for (const [name, slots] of snapshot()) expect([name, slots]).toEqual([name, before.get(name)])
})

test('fifty rounds of install and uninstall leave no listener behind', () => {
  const before = snapshot()
  const listeners = process.eventNames().map((name) => [String(name), process.listenerCount(name)])

  for (let round = 0; round < 50; round += 1) installGuard().uninstall()

  expect(snapshot()).toEqual(before)
  expect(process.eventNames().map((name) => [String(name), process.listenerCount(name)])).toEqual(listeners)
})

test('a foreign patch above the guard keeps working, and passes through once the guard is off', async () => {
  const seen: unknown[] = []
  const guard = installGuard()
  const { connect } = net.Socket.prototype
  const patch = function (this: net.Socket, ...args: unknown[]): net.Socket {
    seen.push(args)
    return Reflect.apply(connect as (...args: unknown[]) => net.Socket, this, args)
  }
  Object.assign(net.Socket.prototype, { connect: patch })

  const blocked = await watchSocket(net.connect(far.ports.tcp, '127.0.0.1'))
  guard.uninstall()
  const free = await watchSocket(net.connect(far.ports.tcp, '127.0.0.1'))

  expect(net.Socket.prototype.connect).toBe(patch)
  expect(blocked.error).toMatchObject({ code: 'ERR_EGRESS_BLOCKED' })
  expect(free.error).toBeUndefined()
  expect(seen).toHaveLength(2)
  Object.assign(net.Socket.prototype, { connect })
})

test('a patch from before the guard that ends while it is on takes no gate from requests on open connections', async () => {
  const agent = new http.Agent({ keepAlive: true })
  const get = () => {
    const request = http.get({ host: '127.0.0.1', port: far.ports.http, agent }, (response) => void response.resume())
    return once(request, 'close')
  }
  await get()
  await far.take()
  const { onSocket } = http.ClientRequest.prototype
  http.ClientRequest.prototype.onSocket = function (...args) {
    return Reflect.apply(onSocket, this, args)
  }
  const guard = installGuard()
  http.ClientRequest.prototype.onSocket = onSocket

  await expect(get()).rejects.toMatchObject({ code: 'ERR_EGRESS_BLOCKED' })

  guard.uninstall()
  expect(guard.violations).toMatchObject([{ method: 'GET', count: 1 }])
  expect(await far.take()).toEqual([])
  agent.destroy()
})

test('a second guard is refused, and uninstalling twice does nothing', () => {
  const guard = installGuard()
  expect(() => installGuard()).toThrow('A guard is installed already')
  guard.uninstall()
  guard.uninstall()

  installGuard().uninstall()
})

type Place = readonly [name: string, object: object]

/** All that a channel may touch, by the objects that lead there. */
async function everyPatchedObject(): Promise<readonly Place[]> {
  const socket = net.connect({ host: 'x.invalid', port: 1, lookup: () => {} }).on('error', () => {})
  const pipe = net.connect(far.unixPath)
  await once(pipe, 'connect')
  const datagrams = dgram.createSocket('udp4')
  const session = http2.connect('http://x.invalid', { createConnection: () => new PassThrough() }).on('error', () => {})
  const binding = Reflect.get(process, 'binding') as (name: string) => Record<string, object>
  const places: Place[] = [
    ['net', net],
    ['tls', tls],
    ['dns', dns],
    ['dns.promises', dns.promises],
    ['http', http],
    ['https', https],
    ['http2', http2],
    ['dgram', dgram],
    ['process', process],
    ['globalThis', globalThis],
    ['net.Socket.prototype', net.Socket.prototype],
    ['net.Server.prototype', net.Server.prototype],
    ['tls.TLSSocket.prototype', tls.TLSSocket.prototype],
    ['dgram.Socket.prototype', dgram.Socket.prototype],
    ['dns.Resolver.prototype', dns.Resolver.prototype],
    ['http.Agent.prototype', http.Agent.prototype],
    ['https.Agent.prototype', https.Agent.prototype],
    ['http.ClientRequest.prototype', http.ClientRequest.prototype],
    ['an agent subclass', BasedAgent.prototype],
    ['agent-base', AgentBase.prototype],
    ['an HTTP/2 session', prototypeOf(session)],
    ['the TCP handle', prototypeOf(under(socket, '_handle'))],
    ['the pipe handle', prototypeOf(under(pipe, '_handle'))],
    ['the UDP handle', prototypeOf(under(under(datagrams, 'state symbol'), 'handle'))],
    ['c-ares', prototypeOf(under(new dns.Resolver(), '_handle'))],
    ['a DNS lookup', prototypeOf(dns.lookup('0', () => {}))],
    ['a service lookup', prototypeOf(dns.lookupService('127.0.0.1', 1, () => {}))],
    ['cares_wrap', binding('cares_wrap')],
    ['TLSWrap', Reflect.get(binding('tls_wrap')['TLSWrap'] ?? {}, 'prototype') as object],
    ['spawn_sync', binding('spawn_sync')],
    ['the process handle', Reflect.get(binding('process_wrap')['Process'] ?? {}, 'prototype') as object],
  ]
  for (const open of [socket, pipe, session]) open.destroy()
  datagrams.close()
  return places
}

/** Every own slot's descriptor, and how many listen on the channels of Node's diagnostics. */
function snapshot(): Map<string, unknown> {
  const slots = places.map(([name, object]): [string, unknown] => [name, Object.getOwnPropertyDescriptors(object)])
  return new Map([...slots, ...channels.map((name): [string, unknown] => [name, diagnostics.hasSubscribers(name)])])
}

const channels = [
  'http.client.request.created',
  'http.client.response.finish',
  'http2.client.stream.created',
  'net.client.socket',
  'undici:request:create',
  'undici:request:headers',
  'undici:request:error',
  'undici:client:sendHeaders',
  'undici:client:beforeConnect',
]

/** Triggers the patches that are applied at first use. */
async function useEverything(guard: Guard): Promise<void> {
  const request = http.get({ host: '127.0.0.1', port: far.ports.http, agent: new BasedAgent() })
  await once(request, 'error').catch(() => {})
  await watchSocket(net.connect(far.ports.tcp, '127.0.0.1'))
  expect(guard.violations.length).toBeGreaterThan(0)
}

function prototypeOf(value: unknown): object {
  return Object.getPrototypeOf(value) as object
}

function under(target: unknown, name: string): unknown {
  const object = target as object
  if (name in object) return Reflect.get(object, name)
  for (let at: object | null = object; at; at = prototypeOf(at)) {
    const symbol = Object.getOwnPropertySymbols(at).find(({ description }) => description === name)
    if (symbol) return Reflect.get(object, symbol)
  }
  return undefined
}
