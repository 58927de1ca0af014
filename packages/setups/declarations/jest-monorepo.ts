import type { Setup } from '../src/setup.ts'

export const setup: Setup = {
  title:
    'A workspace with both majors of Jest and `@jest/globals`, whose packages each have the `expect` of their Jest',
  steps: [
    {
      run: 'npm test',
      code: 1,
      prints: [
        '● reports in silence',
        'Egress blocked: connect usage.example:80',
        'Tests: 1 failed, 1 passed, 2 total',
      ],
      lacks: ['Test suite failed to run'],
    },
    { run: 'npm run types' },
  ],
}
