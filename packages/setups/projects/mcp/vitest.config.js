import { agentguard } from '@agentguard/vitest'
import { defineConfig } from 'vitest/config'

export default defineConfig({ plugins: [agentguard()] })
