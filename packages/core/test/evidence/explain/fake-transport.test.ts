import { expect, test } from 'vitest'
import { fakeTransport } from '../../../src/evidence/explain/fake-transport.ts'

const frame = { file: '/app/node_modules/x/index.js', line: 1, column: 1 }

test.each([
  ['the package that made the attempt', { name: 'openai', frame }, 'new OpenAI({ fetch: fake })'],
  [
    'the package that the project chose',
    { name: '@octokit/request', frame, chain: ['@octokit/core@7.0.8', '@octokit/request'] },
    'new Octokit({ request: { fetch: fake } })',
  ],
  [
    'the one nearest to the project',
    { name: 'axios', frame, chain: ['openai@6.0.0', 'axios'] },
    'new OpenAI({ fetch: fake })',
  ],
  ['each of a scope', { name: '@aws-sdk/core', frame }, 'give its client the option requestHandler: fake'],
])('fakeTransport knows the client by %s', (_, culprit, text) => {
  expect(fakeTransport(culprit)).toBe(text)
})

test.each(['pg', 'constructor', '@types/openai'])('fakeTransport returns nothing for %s', (name) => {
  expect(fakeTransport({ name, frame })).toBeUndefined()
})
