import type { Setup } from '../src/setup.ts'

export const setup: Setup = {
  title: '`@swc/jest` with `@types/jest`',
  steps: [
    { run: 'npx agentguard init --yes', prints: ['jest.config.js'] },
    {
      run: 'npm test',
      code: 1,
      prints: [
        '● Forecast › reports in silence',
        'Egress blocked: connect usage.example:4317',
        'from src/forecast.ts:15:',
        'Tests: 1 failed, 2 passed, 3 total',
      ],
    },
    { run: 'npx tsc --noEmit' },
  ],
}
