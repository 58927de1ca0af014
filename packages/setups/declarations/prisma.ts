import type { Setup } from '../src/setup.ts'

export const setup: Setup = {
  title: 'Prisma 7 with its libsql adapter on an embedded database, whose queries are thenables, and on one elsewhere',
  steps: [
    // The engine for migrations comes from Prisma's own server, and no test needs it: another program takes its place.
    { run: 'npm run generate', prints: ['Generated Prisma Client'] },
    {
      run: 'npm test',
      code: 1,
      prints: [
        '● users › returns a query to a database elsewhere',
        'Egress blocked: ',
        'http://db.example:8080/',
        'Tests: 1 failed, 2 passed, 3 total',
      ],
    },
  ],
}
