import { expect, test } from 'vitest'
import { findCulprit } from '../../../src/evidence/stack/culprit.ts'
import { type ProjectPackages, unknownPackages } from '../../../src/evidence/stack/package-chain.ts'

const frameOf = (name: string) => ({ file: `/app/${name}/x.js`, line: 1, column: 1 })
const installed = (...names: string[]) => names.map((name) => frameOf(`node_modules/${name}`))
const helper = installed('@gar/promise-retry', 'make-fetch-happen', 'unleash-client')
const readVersion = (directory: string): string | undefined =>
  directory.endsWith('unleash-client') ? '6.9.0' : undefined
const choosing = (...names: string[]): ProjectPackages => ({
  ...unknownPackages,
  isChosen: ({ name }) => names.includes(name),
})

test('the chain names the helper that made the attempt, the package that the project called, and all between', () => {
  const culprit = findCulprit([...helper, frameOf('src')], readVersion)

  expect(culprit).toMatchObject({
    name: '@gar/promise-retry',
    chain: ['unleash-client@6.9.0', 'make-fetch-happen', '@gar/promise-retry'],
  })
})

test('without a project line, the chain begins at a package that the project depends on', () => {
  const stack = [...helper, ...installed('some-queue')]

  expect(findCulprit(stack, readVersion)).not.toHaveProperty('chain')
  expect(findCulprit(stack, readVersion, choosing('unleash-client'))?.chain?.[0]).toBe('unleash-client@6.9.0')
})

test('the chain follows installed packages where the stack has none that the project depends on', () => {
  const wrapped = [...installed('@octokit/request', 'before-after-hook'), frameOf('src')]
  const core = { name: '@octokit/core', directory: '/app/node_modules/@octokit/core' }
  const leading = (...others: string[]): ProjectPackages => ({
    ...unknownPackages,
    wayTo: (caller) => ({ packages: [core, caller], others }),
  })

  const byTree = { chain: ['@octokit/core', '@octokit/request'], chainBy: 'dependencies' }
  expect(findCulprit(wrapped, readVersion, leading())).toMatchObject(byTree)
  expect(findCulprit(wrapped, readVersion, leading())).not.toHaveProperty('chainOthers')
  expect(findCulprit(wrapped, readVersion, leading('other'))).toMatchObject({ ...byTree, chainOthers: ['other'] })
  expect(findCulprit(wrapped, readVersion)?.chain).toEqual(['before-after-hook', '@octokit/request'])
  expect(findCulprit(wrapped, readVersion, { ...unknownPackages, isKnown: () => true })).not.toHaveProperty('chain')
})

test('a package that calls itself through another one is one step', () => {
  const stack = [...installed('helper', 'retry', 'queue', 'retry', 'unleash-client'), frameOf('src')]

  expect(findCulprit(stack, readVersion)?.chain).toEqual(['unleash-client@6.9.0', 'retry', 'helper'])
})

test.each([
  ['is the culprit itself', installed('undici', 'posthog-node'), unknownPackages],
  ['is reached through instrumentation', installed('undici', 'openai', 'dd-trace'), unknownPackages],
  ['is called by another one', installed('multicast-dns', 'bonjour'), choosing('multicast-dns', 'bonjour')],
  ['is called through a helper', installed('slack', 'p-retry', 'slack'), choosing('slack')],
])('there is no chain where the chosen package %s', (_, frames, packages) => {
  expect(findCulprit([...frames, frameOf('src')], readVersion, packages)).not.toHaveProperty('chain')
})
