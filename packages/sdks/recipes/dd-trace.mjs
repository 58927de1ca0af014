import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const program = `
  const tracer = require('dd-trace').init({ flushInterval: 0, startupLogs: false })
  tracer.trace('answer', () => {})
  setTimeout(() => process.exit(), 300)
`

// It does nothing where it sees Jest, so the agent runs in its own process. Its traces go to another program here.
export async function reach({ url } = {}) {
  const env = { ...process.env, ...(url !== undefined && { DD_TRACE_AGENT_URL: url }) }
  await promisify(execFile)(process.execPath, ['--eval', program], { env }) // calls out
}
