import type { Setup } from '../src/setup.ts'

const prints = [
  '● weather › reports in silence',
  'Egress blocked: GET http://usage.example/',
  'from test/weather.test.js:7:5',
  'Tests: 1 failed, 1 passed, 2 total',
]

export const setup: Setup = {
  title: 'dd-trace\'s CI visibility in Jest: `NODE_OPTIONS="-r dd-trace/ci/init"`',
  steps: [
    { run: 'npm test', code: 1, prints },
    { run: 'npm run test:ci', code: 1, prints, lacks: ['Test suite failed to run'] },
  ],
}
