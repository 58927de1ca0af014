import type { Setup } from '../src/setup.ts'

export const setup: Setup = {
  title: "Storybook 10's Vitest plugin: stories run in a browser without the guard, and a warning says so",
  needs: ['chromium'],
  steps: [
    {
      run: 'npm test',
      code: 1,
      prints: [
        'agentguard does not guard browser mode',
        'reports in silence',
        'Egress blocked: GET http://usage.example/',
        'Tests 1 failed | 2 passed (3)',
      ],
    },
  ],
}
