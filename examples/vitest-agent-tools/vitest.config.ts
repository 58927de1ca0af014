import { agentguard } from '@agentguard/vitest'
import { defineConfig, type ViteUserConfig } from 'vitest/config'

const config: ViteUserConfig = defineConfig({
  plugins: [agentguard()],
})

export default config
