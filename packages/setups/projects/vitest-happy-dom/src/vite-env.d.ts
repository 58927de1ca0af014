import type {} from '@agentguard/vitest'
