// What does this agent reach? Nothing leaves: observeEgress blocks all that is not allowed, and never fails.
import { formatViolation, observeEgress } from '@agentguard/core'
import { answer } from './src/agent.js'

const { value, attempts } = await observeEgress(() => answer('London'))

console.log(`The agent said "${value}", and tried to reach:\n`)
for (const attempt of attempts) console.log(`${formatViolation(attempt, { cwd: process.cwd(), origin: 'call' })}\n`)
