import type { Setup } from '../src/setup.ts'

export const setup: Setup = {
  title:
    'nock 15, which has ES modules only, in Jest, as its documentation writes it: interceptors, `disableNetConnect`, `allowUnmocked`',
  steps: [
    { run: 'npx agentguard init --yes', prints: ['jest.config.js'] },
    {
      run: 'npm test',
      code: 1,
      prints: [
        '● nock › lets a request through that no one answers',
        'Egress blocked: GET http://usage.example/',
        '● nock › lets a request through with allowUnmocked',
        'Egress blocked: GET http://api.example.com/',
        'Tests: 2 failed, 3 passed, 5 total',
      ],
    },
  ],
}
