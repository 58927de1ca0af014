import type { Setup } from '../src/setup.ts'

export const setup: Setup = {
  title: 'A Turborepo with Jest and Vitest, in strict mode: by the adapters, and under `agentguard run`',
  steps: [
    { run: 'cd packages/tools && npx agentguard init --yes', prints: ['vitest.config.js', 'agentguard.config.json'] },
    { run: 'npx turbo run test --filter=@acme/tools', prints: ['1 successful, 1 total'] },
    {
      run: 'npx agentguard run -- npm test',
      code: 1,
      prints: ['Egress blocked: start of', 'cannot inspect this program', 'allow --allow exec:turbo'],
    },
    {
      // In strict mode, turbo passes NODE_OPTIONS on, and nothing that it does not know.
      run: 'npx agentguard run --allow exec:turbo -- npm test',
      code: 1,
      prints: ['AGENTGUARD_INTERNAL_TICKET did not reach it. Let the tool between them pass it on: for Turborepo'],
    },
    {
      run: `sed -i 's/"ui"/"globalPassThroughEnv": ["AGENTGUARD_INTERNAL_TICKET"],\\n"ui"/' turbo.json`,
    },
    {
      run: 'npx agentguard run --allow exec:turbo -- npm test',
      code: 1,
      prints: ['2 successful, 2 total', 'Egress blocked: connect usage.example:80', 'scope agentguard run'],
    },
    {
      // What turbo takes from its cache does not run.
      run: 'npx agentguard run --allow exec:turbo,usage.example -- npm test -- --force',
      prints: ['2 successful, 2 total'],
      lacks: ['Egress blocked'],
    },
    { run: 'cd packages/web && npx agentguard init --yes', prints: ['jest.config.js'] },
    {
      run: 'npm test',
      code: 1,
      prints: ['● reports in silence', 'from src/page.js:4:', '1 successful, 2 total'],
    },
  ],
}
