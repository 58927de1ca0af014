import type { Setup } from '../src/setup.ts'

export const setup: Setup = {
  title: 'NestJS 11 as `nest new` writes it: unit tests and supertest, each with its config; tests return thenables',
  steps: [
    { run: 'npx agentguard init --yes --reporter', prints: ['package.json', 'test/jest-e2e.json'] },
    {
      run: 'npm test',
      code: 1,
      prints: [
        '● AppController › should report',
        'Egress blocked: POST http://usage.example/hello',
        'from app.service.ts:11:5',
        'Tests: 1 failed, 1 passed, 2 total',
      ],
    },
    {
      run: 'npx agentguard explain usage.example',
      code: 1,
      prints: ['asked the config of Jest', 'asked test/jest-e2e.json'],
    },
    {
      run: 'npm run test:e2e',
      code: 1,
      prints: [
        '● AppController (e2e) › /report (GET)',
        '● AppController (e2e) › asks another service',
        'Egress blocked: GET http://billing.example/invoices',
        'Tests: 2 failed, 1 passed, 3 total',
      ],
    },
  ],
}
