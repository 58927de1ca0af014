import type { Setup } from '../src/setup.ts'

export const setup: Setup = {
  title: 'Angular 22 with `jest-preset-angular` and jsdom as the `base`',
  steps: [
    {
      run: 'npm test',
      code: 1,
      prints: [
        '● AppComponent › reports in silence',
        'Egress blocked: ',
        'http://usage.example/clicks',
        'Tests: 1 failed, 2 passed, 3 total',
      ],
    },
  ],
}
