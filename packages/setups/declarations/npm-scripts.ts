import type { Setup, Step } from '../src/setup.ts'

const blocked = ['2 passing', 'Egress blocked: GET http://usage.example/', 'from src/weather.js:2:']

/** A script runs bare, fails under the guard for what it reaches, and passes where that is allowed. */
const around = (script: string, prints: readonly string[] = []): readonly Step[] => [
  { run: `npx agentguard run -- npm run ${script}`, code: 1, prints: [...blocked, ...prints] },
  {
    run: `npx agentguard run --allow usage.example -- npm run ${script}`,
    prints: ['2 passing', ...prints],
    lacks: ['Egress blocked'],
  },
]

export const setup: Setup = {
  title: 'npm scripts with globs, variables, concurrently, npm-run-all2 and cross-env under `agentguard run`',
  steps: [
    { run: 'npm test', prints: ['2 passing', 'pass 1'] },
    ...around('test', ['pass 1']),
    ...around('test:variables'),
    ...around('test:parallel', ['pass 1']),
    ...around('test:all', ['pass 1']),
    ...around('test:cross'),
    { run: 'npx agentguard run -- npm run test:node', prints: ['pass 1'] },
    // The exit code of mocha is the number of failures.
    { run: 'npx agentguard run -- npm run test:fails', code: 1, prints: ['1 failing'], lacks: ['Egress blocked'] },
  ],
}
