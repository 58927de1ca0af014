// Registers loader hooks inside a call, and prints which scope their attempts are attributed to.
import { installGuard, observeEgress } from '@agentguard/core'
import { register } from 'node:module'
import { getEnvironmentData } from 'node:worker_threads'

const guard = installGuard()
const { value, error, violations } = await observeEgress(async () => {
  register('./hooks.mjs', import.meta.url)
  const leftBehind = [process.env.NODE_OPTIONS, {}.execArgv, getEnvironmentData('agentguard.ticket')]
  const { default: answer } = await import('virtual:attempt')
  return { answer, leftBehind }
})
if (error) throw error
const places = (list) => list.map(({ address, port }) => `${address}:${port}`)
console.log(JSON.stringify({ ...value, ofTheCall: places(violations), ofTheProcess: places(guard.violations) }))
