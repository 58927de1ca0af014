import type { Setup } from '../src/setup.ts'

export const setup: Setup = {
  title: 'knex on an embedded SQLite database, whose driver is native code, and on PostgreSQL elsewhere',
  isQuick: true,
  steps: [
    {
      run: 'npm test',
      code: 1,
      prints: [
        '● users › asks a database elsewhere',
        'Egress blocked: connect db.example:5432',
        'Tests: 1 failed, 2 passed, 3 total',
      ],
    },
  ],
}
