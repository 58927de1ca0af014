import type { Setup } from '../src/setup.ts'

export const setup: Setup = {
  title: 'Playwright Test under `agentguard run`: tests of an API, without a browser',
  steps: [
    { run: 'npm test', prints: ['2 passed'] },
    {
      run: 'npx agentguard run -- npm test',
      code: 1,
      prints: [
        '2 passed',
        'Egress blocked: GET http://usage.example/',
        'via node_modules/playwright-core/',
        'scope agentguard run',
      ],
    },
    { run: 'npx agentguard run --allow usage.example -- npm test', prints: ['2 passed'], lacks: ['Egress blocked'] },
  ],
}
