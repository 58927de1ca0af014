import type { Endpoint } from 'comlink'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { beforeAll, expect, test } from 'vitest'
import { noEgress, observeEgress } from '../../src/index.ts'
import { target } from './workers/start-worker.ts'

const program = (name: string): string => fileURLToPath(new URL(`workers/${name}`, import.meta.url))

const blocked = { outcome: 'blocked', host: target.host, process: expect.stringMatching(/^worker thread \d+/) }

// The packages keep the constructor that they find when they are loaded.
beforeAll(() => noEgress(() => {}))

test('a log that pino sends to Loki from its worker is blocked, and reported with its worker', async () => {
  const { pino } = await import('pino')

  const { violations } = await observeEgress(async () => {
    const options = { host: `http://${target.host}:3100`, batching: false, silenceErrors: true }
    const transport = pino.transport({ target: 'pino-loki', options })
    pino(transport).info('a secret')
    transport.end()
    await once(transport, 'close')
  })

  expect(violations).toMatchObject([{ ...blocked, method: 'POST', url: `http://${target.host}:3100/loki/api/v1/push` }])
})

test('a task of tinypool is blocked in its worker', async () => {
  const { Tinypool } = await import('tinypool')

  const { violations, ...outcome } = await observeEgress(async () => {
    const pool = new Tinypool({ filename: program('job.cjs'), maxThreads: 1 })
    const answer: unknown = await pool.run(undefined)
    await pool.destroy()
    return answer
  })

  expect(outcome).toMatchObject({ value: 'ERR_EGRESS_BLOCKED' })
  expect(violations).toMatchObject([blocked])
})

test('a call of comlink in a worker is blocked there', async () => {
  const { wrap } = await import('comlink')
  const adapter: unknown = (await import('comlink/dist/umd/node-adapter.js')).default
  // Its types describe another module format than the one it has.
  const nodeEndpoint = adapter as (worker: Worker) => Endpoint

  const { violations, ...outcome } = await observeEgress(async () => {
    const worker = new Worker(program('comlink.mjs'))
    const answer = await wrap<{ attempt(): string }>(nodeEndpoint(worker)).attempt()
    await worker.terminate()
    return answer
  })

  expect(outcome).toMatchObject({ value: 'ERR_EGRESS_BLOCKED' })
  expect(violations).toMatchObject([blocked])
})

test('a write of a thread-stream is blocked in its worker', async () => {
  const { default: ThreadStream } = await import('thread-stream')

  const { violations } = await observeEgress(async () => {
    const stream = new ThreadStream({ filename: program('stream.cjs'), workerData: {}, workerOpts: {} })
    stream.write('a line')
    stream.end()
    await once(stream, 'close')
  })

  expect(violations).toMatchObject([blocked])
})
