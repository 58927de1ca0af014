import type { Setup } from '../src/setup.ts'

export const setup: Setup = {
  title: "Vitest 5 with happy-dom and globals in Vite's template `vanilla-ts`",
  steps: [
    { run: 'npx agentguard init --yes', prints: ['vitest.config.ts'] },
    {
      run: 'npm test',
      code: 1,
      prints: [
        'counter > sends in silence',
        // The page asks first whether it may send, later than the call.
        'Egress blocked: OPTIONS http://usage.example/clicks (happy-dom@21.0.3)',
        'from src/counter.test.ts:20:3',
        'Tests 1 failed | 2 passed (3)',
      ],
    },
    { run: 'npx tsc' },
  ],
}
