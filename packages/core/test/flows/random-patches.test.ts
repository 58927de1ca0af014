import { ChildProcess, spawn } from 'node:child_process'
import dgram from 'node:dgram'
import dns from 'node:dns'
import type { EventEmitter } from 'node:events'
import http from 'node:http'
import net from 'node:net'
import tls from 'node:tls'
import * as fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { type Guard, installGuard } from '../../src/index.ts'
import { startFar } from './far/start-far.ts'

const far = await startFar()
afterAll(() => far.take())

type Method = (this: unknown, ...args: unknown[]) => unknown

/** What mocking and tracing libraries put their own functions into. */
const slots = [
  slot(net, 'connect'),
  slot(net.Socket.prototype, 'connect'),
  slot(http, 'request'),
  slot(http, 'get'),
  slot(http.Agent.prototype, 'addRequest'),
  slot(http.Agent.prototype, 'createSocket'),
  slot(http.Agent.prototype, 'createConnection'),
  slot(http.ClientRequest.prototype, 'onSocket'),
  slot(dns, 'lookup'),
  slot(dgram.Socket.prototype, 'send'),
  slot(tls, 'connect'),
  slot(globalThis, 'fetch'),
  slot(ChildProcess.prototype, 'spawn'),
]

interface Slot {
  readonly target: Record<string, Method>
  readonly key: string
}

function slot(target: object, key: string): Slot {
  return { target: target as Record<string, Method>, key }
}

/** Each tries to reach a server of another process, and returns whether it did. */
const reaches: Readonly<Record<string, () => Promise<void>>> = {
  net: () => closed(net.connect(far.ports.tcp, '127.0.0.1').end('x\n').resume()),
  name: () => closed(net.connect(far.ports.tcp, 'localhost').end('x\n').resume()),
  http: () => closed(http.get({ host: '127.0.0.1', port: far.ports.http, agent: false }, (got) => void got.resume())),
  pooled: () => closed(http.get(`http://127.0.0.1:${far.ports.http}`, (got) => void got.resume())),
  fetch: () => fetch(`http://127.0.0.1:${far.ports.http}/`).then((got) => void got.text(), ignore),
  program: () =>
    closed(spawn('/bin/bash', ['-c', `echo x > /dev/tcp/127.0.0.1/${far.ports.tcp}`], { stdio: 'ignore' })),
  udp: async () => {
    const socket = dgram.createSocket('udp4')
    await new Promise<void>((resolve) => socket.send('x', far.ports.udp, '127.0.0.1', () => resolve()))
    socket.close()
  },
}

function closed(emitter: EventEmitter): Promise<void> {
  return new Promise((resolve) => emitter.on('error', ignore).once('close', () => resolve()))
}

function ignore(): void {}

type Step =
  | { readonly kind: 'install' | 'uninstall' }
  | { readonly kind: 'wrap'; readonly at: number; readonly isDefined: boolean }
  | { readonly kind: 'unwrap'; readonly which: number; readonly isCareful: boolean }
  | { readonly kind: 'reach'; readonly by: string }

/** A foreign patch; without care its end puts back what it found, whatever is there by then. */
interface Patch {
  readonly at: number
  readonly put: Method
  readonly takeOff: (isCareful: boolean) => void
}

/** The slots as they should be: the guard is a patch like any other, with care, in the slots that it uses. */
interface Shadow {
  readonly held: unknown[]
  takeOffGuard: () => void
}

const descriptors = (): (PropertyDescriptor | undefined)[] =>
  slots.map(({ target, key }) => Object.getOwnPropertyDescriptor(target, key))
const usedByGuard = (() => {
  const before = descriptors()
  const guard = installGuard()
  const used = descriptors().map((descriptor, at) => descriptor?.value !== before[at]?.value)
  guard.uninstall()
  return used
})()

const unwrap = fc.record({ kind: fc.constant('unwrap' as const), which: fc.nat(9), isCareful: fc.boolean() })
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constantFrom('install' as const, 'uninstall' as const) }),
    fc.record({ kind: fc.constant('wrap' as const), at: fc.nat(slots.length - 1), isDefined: fc.boolean() }),
    unwrap,
    fc.record({ kind: fc.constant('reach' as const), by: fc.constantFrom(...Object.keys(reaches)) }),
  ),
  { maxLength: 14 },
)

test('the guard judges between patches of others, put on and taken off in any order, and leaves Node unchanged', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.infiniteStream(fc.nat()), async (list, order) => {
      const before = descriptors()
      const shadow: Shadow = { held: before.map((descriptor) => descriptor?.value as unknown), takeOffGuard: ignore }
      const patches: Patch[] = []
      let guard: Guard | undefined
      const uninstall = (): void => {
        if (guard) shadow.takeOffGuard()
        guard?.uninstall()
        guard = undefined
      }
      const unwrap = (which: number, isCareful: boolean): void => {
        const [patch] = patches.splice(which % (patches.length || 1), 1)
        patch?.takeOff(isCareful)
      }
      try {
        for (const step of list) {
          if (step.kind === 'install' && !guard) {
            guard = installGuard()
            putGuard(shadow)
          } else if (step.kind === 'uninstall') uninstall()
          else if (step.kind === 'wrap') patches.push(wrap(step.at, step.isDefined, shadow))
          else if (step.kind === 'unwrap') unwrap(step.which, step.isCareful)
          else if (step.kind === 'reach') await reach(step.by, guard)
        }
        if (guard) await reach('net', guard)
        uninstall()
        while (patches.length > 0) unwrap(order.next().value, false)
        for (const by of Object.keys(reaches)) await reach(by, undefined)
        for (const [at, descriptor] of descriptors().entries()) {
          const isAsBefore = shadow.held[at] === before[at]?.value
          if (isAsBefore) expect(descriptor, slots[at]?.key).toEqual(before[at])
          else expect(descriptor?.value, slots[at]?.key).not.toBe(before[at]?.value)
        }
      } finally {
        uninstall()
        for (const [at, { target, key }] of slots.entries()) Object.defineProperty(target, key, before[at] ?? {})
      }
    }),
    { numRuns: 40 },
  )
})

function putGuard(shadow: Shadow): void {
  const mine = Symbol('the guard')
  const found = [...shadow.held]
  for (const at of slots.keys()) if (usedByGuard[at]) shadow.held[at] = mine
  shadow.takeOffGuard = () => {
    for (const at of slots.keys()) if (shadow.held[at] === mine) shadow.held[at] = found[at]
  }
}

function wrap(at: number, isDefined: boolean, shadow: Shadow): Patch {
  const { target, key } = slots[at] ?? slot({}, '')
  const found = target[key] ?? ignore
  const foundInShadow = shadow.held[at]
  const put: Method = function (...args) {
    return Reflect.apply(found, this, args)
  }
  if (isDefined) Object.defineProperty(target, key, { value: put })
  else target[key] = put
  shadow.held[at] = put
  const takeOff = (isCareful: boolean): void => {
    if (!isCareful || target[key] === put) target[key] = found
    if (!isCareful || shadow.held[at] === put) shadow.held[at] = foundInShadow
  }
  return { at, put, takeOff }
}

/** Once with a guard: blocked, recorded in one kind, and nothing arrives. Without one, it gets there. */
async function reach(by: string, guard: Guard | undefined): Promise<void> {
  const known = guard?.violations.reduce((sum, { count }) => sum + count, 0) ?? 0
  await reaches[by]?.()
  const arrived = await far.take()
  if (!guard) return expect(arrived, by).not.toEqual([])
  expect(arrived, by).toEqual([])
  expect(guard.violations.reduce((sum, { count }) => sum + count, 0) - known, by).toBe(1)
}
