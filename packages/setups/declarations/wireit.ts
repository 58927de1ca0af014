import type { Setup } from '../src/setup.ts'

export const setup: Setup = {
  title: 'wireit with mocha under `agentguard run`',
  steps: [
    { run: 'npm test', prints: ['Ran 2 scripts', '2 passing'] },
    {
      run: 'npx agentguard run -- npm test',
      code: 1,
      prints: [
        'Ran 2 scripts',
        '2 passing',
        'Egress blocked: GET http://usage.example/',
        'from test/weather.js:8:3',
        'scope agentguard run',
      ],
      lacks: ['.sock', 'cannot inspect this program'],
    },
    { run: 'npx agentguard run --allow usage.example -- npm test', prints: ['2 passing'], lacks: ['Egress blocked'] },
  ],
}
