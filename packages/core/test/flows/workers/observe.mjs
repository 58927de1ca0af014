// Prints what a worker of an observed call sees of its flags, and where it was blocked.
import { observeEgress } from '@agentguard/core'
import { Worker } from 'node:worker_threads'

const source = `
  require('node:worker_threads').parentPort.postMessage({ execArgv: process.execArgv })
  require('node:net').connect(443, '203.0.113.7').on('error', () => {})`

const { value, error, violations } = await observeEgress(
  () =>
    new Promise((resolve, reject) => {
      let posted
      new Worker(source, { eval: true })
        .on('message', (message) => (posted = message))
        .on('error', reject)
        .on('exit', () => resolve(posted))
    }),
)
if (error) throw error
console.log(JSON.stringify({ value, violations: violations.map(({ address, port }) => `${address}:${port}`) }))
