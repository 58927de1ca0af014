import { agentguard } from '@agentguard/vitest'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [agentguard()],
  test: {
    include: ['test/*.test.mjs'],
    setupFiles: ['allure-vitest/setup'],
    reporters: ['default', ['allure-vitest/reporter', { resultsDir: 'allure-results-vitest' }]],
  },
})
