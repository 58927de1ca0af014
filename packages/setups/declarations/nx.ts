import type { Setup } from '../src/setup.ts'

export const setup: Setup = {
  title: 'An Nx workspace with its daemon: by the adapter, and under `agentguard run`',
  steps: [
    {
      run: 'npm test',
      code: 1,
      prints: ['● reports in silence', 'Egress blocked: connect usage.example:80', '@acme/api:test'],
    },
    {
      run: 'npx agentguard run -- npm test -- --skip-nx-cache',
      code: 1,
      prints: [
        'Egress blocked: GET http://tools.example/',
        'from packages/tools/src/tools.js:1:',
        'scope agentguard run',
      ],
      lacks: ['.sock', 'cannot inspect this program'],
    },
    { run: 'npx agentguard run --allow tools.example -- npx nx test @acme/tools --skip-nx-cache' },
    { run: 'npx nx daemon --stop' },
  ],
}
