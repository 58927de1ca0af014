// Registers loader hooks inside a call, and prints who was charged with what they attempt.
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
const told = (list) => list.map(({ address, port }) => `${address}:${port}`)
console.log(JSON.stringify({ ...value, ofTheCall: told(violations), ofTheProcess: told(guard.violations) }))
