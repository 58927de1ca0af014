import type { Setup } from '../src/setup.ts'

export const setup: Setup = {
  title: 'msw 3 in Jest with `jest-fixed-jsdom`, as its documentation writes it',
  steps: [
    { run: 'npx agentguard init --yes', prints: ['jest.config.js'] },
    {
      run: 'npm test',
      code: 1,
      prints: [
        '● user › has no handler',
        'Egress blocked: GET http://usage.example/events',
        'from test/user.test.js:10:11',
        'Tests: 1 failed, 1 passed, 2 total',
      ],
    },
  ],
}
