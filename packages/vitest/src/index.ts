import type { Plugin } from 'vitest/config'

export const agentguard = (): Plugin => ({ name: 'agentguard' })
