import type { Setup } from '../src/setup.ts'

export const setup: Setup = {
  title: "Vitest 5 with jsdom and Testing Library in Vite's template `react-ts`, whose tsconfig includes only `src`",
  steps: [
    { run: 'npx agentguard init --yes', prints: ['vite.config.ts'] },
    {
      run: 'npm test',
      code: 1,
      prints: [
        'Counter > sends in silence',
        'Egress blocked: POST http://usage.example/clicks',
        'from src/Counter.tsx:7:',
        'Counter > sends by XMLHttpRequest of the page',
        'Egress blocked: GET http://usage.example/xhr',
        'Tests 2 failed | 2 passed (4)',
      ],
    },
    { run: 'npx tsc -b' },
    { run: 'npx vite build' },
  ],
}
