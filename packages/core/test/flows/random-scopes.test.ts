import dgram from 'node:dgram'
import { EventEmitter, once } from 'node:events'
import http from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import * as fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { allowEgress, type Evidence, isEgressViolationError, noEgress, observeEgress } from '../../src/index.ts'
import { startFar } from './far/start-far.ts'

const far = await startFar()
const server = http.createServer((_, response) => response.end('own')).listen(0, '127.0.0.1')
await once(server, 'listening')
const own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
// One connection for all: requests of one scope wait for those of others.
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
const datagrams = dgram.createSocket('udp4')
const calls = new EventEmitter().setMaxListeners(0)
const outside = setInterval(() => calls.emit('turn'), 1)
afterAll(() => {
  clearInterval(outside)
  agent.destroy()
  datagrams.close()
  server.close()
  return far.take()
})

/** Addresses come in three groups, by their second number: rules name a group. */
type Group = 1 | 2 | 3
type Go = () => void
type Step =
  | { readonly kind: 'reach'; readonly by: keyof typeof reaches; readonly group: Group }
  | { readonly kind: 'turn'; readonly by: keyof typeof turns }
  | { readonly kind: 'wait'; readonly by: keyof typeof waits }
  | { readonly kind: 'widen'; readonly group: Group }
  | { readonly kind: 'together'; readonly branches: readonly (readonly Step[])[] }
  | { readonly kind: 'late'; readonly steps: readonly Step[] }
  | ScopeStep

interface ScopeStep {
  readonly kind: 'scope'
  readonly how: 'noEgress' | 'observeEgress'
  readonly allow: readonly Group[]
  readonly deny: readonly Group[]
  readonly locked: boolean
  readonly steps: readonly Step[]
}

const ignore = (): void => {}
/** Each attempts one connection, request or datagram, and ends whatever its outcome. */
const reaches = {
  net: (host: string) => closed(connect(far.ports.tcp, host).end('x\n').resume()),
  http: (host: string) => closed(http.get(`http://${host}:${far.ports.http}/`, drain)),
  queued: (host: string) => closed(http.get(`http://${host}:${far.ports.http}/`, { agent }, drain)),
  fetch: (host: string) => fetch(`http://${host}:${far.ports.http}/`).then((response) => response.text(), ignore),
  udp: (host: string) => new Promise<void>((resolve) => datagrams.send('x', far.ports.udp, host, () => resolve())),
}
/** Each calls back later; the rest of the steps runs in the same call. */
const turns = {
  timer: (go: Go) => void setTimeout(go, 1),
  immediate: (go: Go) => void setImmediate(go),
  tick: (go: Go) => process.nextTick(go),
  microtask: (go: Go) => queueMicrotask(go),
  response: (go: Go) => void http.get(own, { agent }, (response) => void response.resume().once('end', go)),
  promise: (go: Go) => void Promise.resolve().then(go),
}
/** Each is awaited: what resolves it runs elsewhere. */
const waits = {
  emitter: () => once(calls, 'turn'),
  stream: () => text(Readable.from(['a', 'b'])),
  fetch: () => fetch(own).then((response) => response.text()),
  pooled: () => new Promise<void>((resolve) => turns.response(resolve)),
}

function closed(emitter: EventEmitter): Promise<void> {
  return new Promise((resolve) => emitter.on('error', ignore).once('close', () => resolve()))
}

function drain(response: http.IncomingMessage): void {
  response.resume()
}

const group = fc.constantFrom<Group>(1, 2, 3)
const groups = fc.subarray<Group>([1, 2])
const { scope } = fc.letrec<{ steps: readonly Step[]; step: Step; scope: ScopeStep }>((tie) => ({
  steps: fc.array(tie('step'), { maxLength: 5, depthIdentifier: 'step' }),
  step: fc.oneof(
    { depthIdentifier: 'step', maxDepth: 4 },
    fc.record({ kind: fc.constant('reach'), by: wordOf(reaches), group }),
    fc.record({ kind: fc.constant('reach'), by: wordOf(reaches), group }),
    fc.record({ kind: fc.constant('turn'), by: wordOf(turns) }),
    fc.record({ kind: fc.constant('wait'), by: wordOf(waits) }),
    fc.record({ kind: fc.constant('widen'), group }),
    fc.record({ kind: fc.constant('together'), branches: fc.array(tie('steps'), { minLength: 2, maxLength: 3 }) }),
    fc.record({ kind: fc.constant('late'), steps: tie('steps') }),
    tie('scope'),
    tie('scope'),
  ),
  scope: fc.record({
    kind: fc.constant('scope'),
    how: fc.constantFrom('noEgress', 'observeEgress'),
    allow: groups,
    deny: fc.oneof({ arbitrary: fc.constant([]), weight: 3 }, groups),
    locked: fc.nat(5).map((number) => number === 0),
    steps: tie('steps'),
  }),
}))

function wordOf<Words extends object>(words: Words): fc.Arbitrary<keyof Words> {
  return fc.constantFrom(...(Object.keys(words) as (keyof Words)[]))
}

/** What a scope should decide and record, without any async context: the steps pass it down. */
interface Model {
  readonly around: Model | undefined
  readonly how: ScopeStep['how']
  readonly allow: Set<Group>
  readonly deny: readonly Group[]
  readonly locked: boolean
  readonly expected: string[]
  /** Attempts that were pending when the scope was widened: Node connects one turn after the call. */
  readonly either: string[]
  /** Asked at the end: lists of `observeEgress` grow. */
  violations: () => readonly Evidence[]
}

function modelOf({ how, allow, deny, locked }: ScopeStep, around: Model | undefined): Model {
  const isLocked = locked || around?.locked === true
  return { around, how, allow: new Set(allow), deny, locked: isLocked, expected: [], either: [], violations: () => [] }
}

function allows(model: Model, group: Group): boolean {
  const levels = levelsOf(model)
  return (
    levels.every(({ deny }) => !deny.includes(group)) &&
    levels.every(({ allow, locked }, index) => (index > 0 && !locked) || allow.has(group))
  )
}

function levelsOf(model: Model | undefined): Model[] {
  return model === undefined ? [] : [model, ...levelsOf(model.around)]
}

/** A late attempt cannot fail `noEgress` any more: the nearest outer scope that keeps lists records it. */
function payerOf(model: Model, isLate: boolean): Model {
  return (isLate ? levelsOf(model).find(({ how }) => how === 'observeEgress') : undefined) ?? model
}

/** One tree of scopes while it runs. */
interface Run {
  readonly models: Model[]
  readonly late: Promise<unknown>[]
  readonly over: Promise<unknown>
  /** From here on no step starts late work: its scope would not end. */
  isOver: boolean
  number: number
}

async function runSteps(run: Run, [step, ...rest]: readonly Step[], model: Model, isLate: boolean): Promise<void> {
  if (step === undefined) return
  const next = (): Promise<void> => runSteps(run, rest, model, isLate)
  if (step.kind === 'turn') {
    return new Promise((resolve, reject) => turns[step.by](() => void next().then(resolve, reject)))
  }
  if (step.kind === 'reach') await reach(run, step, model, isLate)
  else if (step.kind === 'wait') await waits[step.by]()
  else if (step.kind === 'widen') widen(step.group, model)
  else if (step.kind === 'together') {
    await Promise.all(step.branches.map((branch) => runSteps(run, branch, model, isLate)))
  } else if (step.kind === 'late') {
    if (!run.isOver) run.late.push(run.over.then(() => runSteps(run, step.steps, model, true)))
  } else await openScope(run, step, model)
  await next()
}

async function reach(run: Run, { by, group }: Step & { kind: 'reach' }, model: Model, isLate: boolean): Promise<void> {
  run.number += 1
  const host = `127.${group}.${run.number >> 8}.${run.number & 255}`
  const isAllowed = allows(model, group)
  await reaches[by](host)
  if (isAllowed) return
  const { expected, either } = payerOf(model, isLate)
  const list = allows(model, group) ? either : expected
  list.push(host)
}

function widen(group: Group, model: Model): void {
  const call = (): void => allowEgress(rangeOf(group))
  if (model.locked) return expect(call).toThrow('locked')
  call()
  model.allow.add(group)
}

async function openScope(run: Run, step: ScopeStep, around: Model | undefined): Promise<void> {
  const model = modelOf(step, around)
  run.models.push(model)
  const options = { allow: step.allow.map(rangeOf), deny: step.deny.map(rangeOf), ...(step.locked && { locked: true }) }
  const steps = (): Promise<void> => runSteps(run, step.steps, model, false)
  if (step.how === 'observeEgress') {
    const observed = await observeEgress(options, steps)
    if ('error' in observed) throw observed.error
    model.violations = () => observed.violations
    return
  }
  await noEgress(options, steps).catch((error: unknown) => {
    if (!isEgressViolationError(error) || error.cause !== undefined) throw error
    model.violations = () => error.violations
  })
}

function rangeOf(group: Group): string {
  return `127.${group}.0.0/16`
}

test('every attempt is judged by the innermost scope, and attributed to it once, however turns and scopes interleave', async () => {
  const trees = fc.array(scope, { minLength: 1, maxLength: 3 })
  await fc.assert(
    fc.asyncProperty(trees, async (tree) => {
      const gate = new EventEmitter().setMaxListeners(0)
      const over = once(gate, 'over')
      const run: Run = { models: [], late: [], over, isOver: false, number: 0 }
      const steps: Step = { kind: 'together', branches: tree.map((one) => [one]) }
      await openScope(
        run,
        { kind: 'scope', how: 'observeEgress', allow: [], deny: [], locked: false, steps: [steps] },
        undefined,
      )
      run.isOver = true
      gate.emit('over')
      await Promise.all(run.late)
      for (const model of run.models) {
        const recorded = model.violations().map(({ host, count }) => `${host} ${count}`)
        const either = model.either.map((host) => `${host} 1`)
        expect(recorded.filter((text) => !either.includes(text)).toSorted()).toEqual(
          model.expected.map((host) => `${host} 1`).toSorted(),
        )
      }
    }),
    { numRuns: 40 },
  )
})
