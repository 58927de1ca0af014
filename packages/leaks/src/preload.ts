// Runs first in every process that measures, before the tool does: starts the servers, takes references, opens connections.
import { isMainThread } from 'node:worker_threads'

if (isMainThread) {
  const { prepare } = await import('./before.ts')
  await prepare()
}
