import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { findCulprit } from '../../../src/evidence/stack/culprit.ts'
import { createDependencyTree } from '../../../src/evidence/stack/dependency-tree.ts'
import { createChosenReader, type IsChosen } from '../../../src/evidence/stack/package-chain.ts'

const none: IsChosen = () => false
const frameOf = (name: string) => ({ file: `/app/${name}/x.js`, line: 1, column: 1 })
const installed = (...names: string[]) => names.map((name) => frameOf(`node_modules/${name}`))
const helper = installed('@gar/promise-retry', 'make-fetch-happen', 'unleash-client')
const readVersion = (directory: string): string | undefined =>
  directory.endsWith('unleash-client') ? '6.9.0' : undefined

test('a helper that made the attempt is named with the package that the project called, and what is between', () => {
  const culprit = findCulprit([...helper, frameOf('src')], readVersion, none)

  expect(culprit).toMatchObject({
    name: '@gar/promise-retry',
    chain: ['unleash-client@6.9.0', 'make-fetch-happen', '@gar/promise-retry'],
  })
})

test('without a line of the project, the chain begins at a package that the project depends on', () => {
  const stack = [...helper, ...installed('some-queue')]

  expect(findCulprit(stack, readVersion, none)).not.toHaveProperty('chain')
  expect(findCulprit(stack, readVersion, ({ name }) => name === 'unleash-client')?.chain?.[0]).toBe(
    'unleash-client@6.9.0',
  )
})

test.each([
  ['is the culprit itself', installed('undici', 'posthog-node')],
  ['is reached through instrumentation', installed('undici', 'openai', 'dd-trace')],
])('there is no chain where the chosen package %s', (_, frames) => {
  expect(findCulprit([...frames, frameOf('src')], readVersion, none)).not.toHaveProperty('chain')
})

describe('createChosenReader', () => {
  const packages = {
    '.': { 'at-root': '*' },
    'packages/app': { chosen: '*', 'another-name': 'npm:aliased', stored: '*' },
    'packages/app/node_modules/chosen': {},
    'packages/app/node_modules/another-name': {},
    'packages/app/node_modules/chosen/node_modules/below': {},
    'node_modules/chosen': {},
    'node_modules/at-root': {},
    'node_modules/.pnpm/stored@1/node_modules/stored': {},
  }
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'agentguard-chosen-')))
  afterAll(() => rmSync(root, { recursive: true }))
  for (const [path, dependencies] of Object.entries(packages)) {
    mkdirSync(join(root, path), { recursive: true })
    writeFileSync(join(root, path, 'package.json'), JSON.stringify({ dependencies }))
  }
  const [inStore, inApp] = ['node_modules/.pnpm/stored@1/node_modules/stored', 'packages/app/node_modules']
  symlinkSync(join(root, inStore), join(root, inApp, 'stored'))
  const chosenBy = createChosenReader(createDependencyTree({ readFileSync, realpathSync }))
  const answer = (name: string, directory: string, file?: string): boolean =>
    chosenBy(file && join(root, file))({ name, directory: join(root, directory) })
  const file = 'packages/app/test/a.test.ts'

  test.each([
    ['a dependency of the nearest package.json', 'chosen', `${inApp}/chosen`, true],
    ['a dependency by another name', 'aliased', `${inApp}/another-name`, true],
    ["a dependency in pnpm's store", 'stored', inStore, true],
    ['another copy of a dependency', 'chosen', 'node_modules/chosen', false],
    ['a package below a dependency', 'below', `${inApp}/chosen/node_modules/below`, false],
    ['a dependency of the workspace', 'at-root', 'node_modules/at-root', false],
  ])('says of %s whether the project names it', (_, name, directory, isChosen) => {
    expect(answer(name, directory, file)).toBe(isChosen)
  })

  test('asks the project above the first node_modules where no file of the project is known', () => {
    expect(answer('at-root', 'node_modules/at-root')).toBe(true)
    expect(answer('stored', inStore)).toBe(false)
    expect(chosenBy(undefined)({ name: 'chosen', directory: '/missing/node_modules/chosen' })).toBe(false)
  })
})
