import type { Setup } from '../src/setup.ts'

const prints = [
  'is reported | passed | compare |',
  'reports in silence | broken | send | Egress blocked: GET http://usage.example/events',
]

export const setup: Setup = {
  title: 'Allure in Jest, whose environment is the `base`, and in Vitest: its results say what the guard blocked',
  steps: [
    {
      run: 'npm test',
      code: 1,
      prints: [
        '● weather › reports in silence',
        'from test/weather.test.js:10:37',
        'Tests: 1 failed, 1 passed, 2 total',
      ],
    },
    { run: 'node show-results.js allure-results', prints },
    {
      run: 'npm run test:vitest',
      code: 1,
      prints: [
        'weather > reports in silence',
        'Egress blocked: GET http://usage.example/events',
        'Tests 1 failed | 1 passed (2)',
      ],
    },
    { run: 'node show-results.js allure-results-vitest', prints },
  ],
}
