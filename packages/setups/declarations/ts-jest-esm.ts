import type { Setup } from '../src/setup.ts'

export const setup: Setup = {
  title: 'ts-jest with ES modules: `@jest/globals`, a matcher, `allowEgress`, a mocked module',
  steps: [
    {
      run: 'npm test',
      code: 1,
      prints: [
        '● weather › reports in silence',
        'Egress blocked: GET http://usage.example/Oslo',
        'from src/weather.ts:9:3',
        'Tests: 1 failed, 3 passed, 4 total',
      ],
    },
    { run: 'npx tsc --noEmit' },
  ],
}
