import { once } from 'node:events'
import { createRequire } from 'node:module'
import { text } from 'node:stream/consumers'
import workers, { Worker as Imported } from 'node:worker_threads'
import { takenBefore } from '../before.ts'
import { testChannel, type Visit } from '../test-channel.ts'

const require = createRequire(import.meta.url)

class OwnWorker extends workers.Worker {}

testChannel('worker', {
  callback: (visit) =>
    new Promise<void>((resolve, reject) => {
      new workers.Worker(...job(visit)).on('error', reject).on('exit', () => resolve())
    }),
  promise: (visit) => ended(new workers.Worker(...job(visit))),
  stream: async (visit) => {
    const [source, options] = job(visit)
    const worker = new workers.Worker(source, { ...options, stdout: true })
    await Promise.all([text(worker.stdout), ended(worker)])
  },
  captured: (visit) => ended(new (takenBefore().Worker)(...job(visit))),
  subclass: (visit) => ended(new OwnWorker(...job(visit))),
  import: (visit) => ended(new Imported(...job(visit))),
  require: (visit) => ended(new (require('node:worker_threads') as typeof workers).Worker(...job(visit))),
})

/** It asks a server, and fails with the error of the request. */
function job({ ports }: Visit): [string, workers.WorkerOptions] {
  const source = `require('node:http').get('http://127.0.0.1:${ports.http}/path', (response) => response.resume())`
  return [source, { eval: true, execArgv: [] }]
}

async function ended(worker: workers.Worker): Promise<void> {
  await once(worker, 'exit')
}
