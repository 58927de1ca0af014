// Registers loader hooks inside a call of a process without its own guard, and prints what is attributed to the call.
import { observeEgress } from '@agentguard/core'
import { register } from 'node:module'

const { value, error, violations } = await observeEgress(async () => {
  register('./hooks.mjs', import.meta.url)
  const { default: answer } = await import('virtual:attempt')
  return { answer }
})
if (error) throw error
console.log(JSON.stringify({ ...value, ofTheCall: violations.map(({ address, port }) => `${address}:${port}`) }))
