import type { Setup } from '../src/setup.ts'

export const setup: Setup = {
  title: 'An MCP server over stdio with its official SDK, as a child process of Vitest',
  steps: [
    {
      run: 'npm test',
      code: 1,
      prints: [
        'the server over stdio > reports in silence',
        'Egress blocked: GET http://usage.example/Oslo',
        'from src/server.js:10:3',
        'in child process',
        'Tests 1 failed | 2 passed (3)',
      ],
    },
  ],
}
