import type { Setup } from '../src/setup.ts'

export const setup: Setup = {
  title: 'BullMQ on a redis-server that the tests start',
  needs: ['redis-server'],
  steps: [
    {
      run: 'npm test',
      code: 1,
      prints: [
        '● a queue › runs a job that reports in silence',
        'Egress blocked: GET http://usage.example/',
        'from test/queue.test.js:',
        'Tests: 1 failed, 1 passed, 2 total',
      ],
    },
  ],
}
