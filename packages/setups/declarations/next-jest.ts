import type { Setup } from '../src/setup.ts'

export const setup: Setup = {
  title: 'Next.js with `next/jest`, jsdom and Testing Library, as its documentation writes it',
  steps: [
    { run: 'npx agentguard init --yes', prints: ['jest.config.ts'] },
    {
      run: 'npm test',
      code: 1,
      prints: [
        '● Page › renders a tracked heading',
        'Egress blocked: POST http://usage.example/home',
        'from lib/track.ts:5:24 request',
        'Tests: 1 failed, 1 passed, 2 total',
      ],
    },
    { run: 'npx agentguard explain usage.example', code: 1, prints: ['asked the config of Jest'] },
  ],
}
