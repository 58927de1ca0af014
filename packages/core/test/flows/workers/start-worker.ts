import workerThreads, { type Worker, type WorkerOptions } from 'node:worker_threads'

/** Reserved for documentation: an attempt that gets there was not blocked. */
export const target = { host: '203.0.113.7', port: 443 }

/** The source of a worker that attempts to connect, and posts the code of the error. */
export const phone: string = `
  const { parentPort } = require('node:worker_threads')
  require('node:net').connect(${target.port}, '${target.host}').on('error', ({ code }) => parentPort.postMessage(code))`

/** The source of a worker that posts what it sees of its start. */
export const look: string = `
  const { parentPort, resourceLimits, workerData, getEnvironmentData } = require('node:worker_threads')
  const { env, argv, execArgv, title } = process
  const data = getEnvironmentData('of the test')
  parentPort.postMessage({ env: { ...env }, argv: argv.slice(2), execArgv, title, resourceLimits, workerData, data })`

/** Runs a worker to its end; resolves to what it posted. */
export function runWorker(
  source: string | URL,
  options: WorkerOptions = {},
  Class: typeof Worker = workerThreads.Worker,
): Promise<unknown> {
  const isCode = typeof source === 'string'
  const worker = new Class(source, { ...options, ...(isCode && { eval: true }) })
  let posted: unknown
  worker.on('message', (message) => {
    posted = message
  })
  return new Promise((resolve, reject) => {
    worker.on('error', reject).on('exit', () => resolve(posted))
  })
}
