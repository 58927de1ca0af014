import type { Setup } from '../src/setup.ts'

const leak =
  "test('reports in silence', () => { require('node:net').connect(80, 'usage.example').on('error', () => {}) })"

export const setup: Setup = {
  title: 'Stryker 10 with its Jest runner, which puts its own environment around the guarded one; coverage per test',
  steps: [
    { run: 'npm run mutate', prints: ['Ran 2 tests', '100.00'] },
    { run: `echo "${leak}" >> test/price.test.js` },
    { run: 'npm test', code: 1, prints: ['● reports in silence', 'Tests: 1 failed, 2 passed, 3 total'] },
    {
      run: 'npm run mutate',
      code: 1,
      prints: ['There were failed tests in the initial test run', 'Egress blocked: connect usage.example:80'],
    },
  ],
}
