// What a worker thread that does nothing keeps on its heap, in MB: `worker-heap.ts <variant>`.
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { isVariant } from '../variants.ts'
import { installVariant } from './install-variant.ts'

const [variant] = process.argv.slice(2)
if (!isVariant(variant)) throw new TypeError(`There is no variant '${variant}'`)
await installVariant(variant, [])
const code = `
  gc()
  require('node:worker_threads').parentPort.postMessage(process.memoryUsage().heapUsed / 2 ** 20)
`
const [heap] = (await once(new Worker(code, { eval: true }), 'message')) as [number]
console.log(JSON.stringify(heap))
process.exit()
