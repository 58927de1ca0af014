import type { Setup } from '../src/setup.ts'

export const setup: Setup = {
  title: 'A Lerna workspace with mocha under `agentguard run`',
  steps: [
    { run: 'npm test', prints: ['Successfully ran target test for 2 projects'] },
    {
      run: 'npx agentguard run -- npm test -- --skip-nx-cache',
      code: 1,
      prints: [
        'Successfully ran target test for 2 projects',
        'Egress blocked: connect usage.example:80',
        'from packages/api/test/api.js:4:3',
        'scope agentguard run',
      ],
      lacks: ['.sock', 'cannot inspect this program'],
    },
    { run: 'npx agentguard run --allow usage.example -- npm test -- --skip-nx-cache', lacks: ['Egress blocked'] },
    { run: 'npx nx daemon --stop' },
  ],
}
