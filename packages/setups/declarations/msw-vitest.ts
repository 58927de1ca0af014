import type { Setup } from '../src/setup.ts'

export const setup: Setup = {
  title:
    'msw 3 in Vitest, as its documentation writes it: handlers, `server.use`, `passthrough()`, a request without a handler',
  steps: [
    { run: 'npx agentguard init --yes', prints: ['vitest.config.ts'] },
    {
      run: 'npm test',
      code: 1,
      prints: [
        'user > is let through by passthrough()',
        'Egress blocked: GET https://api.example.com/user',
        'user > has no handler',
        'Egress blocked: GET http://usage.example/events',
        'from test/user.test.ts:38:11',
        'Tests 2 failed | 3 passed (5)',
      ],
    },
  ],
}
