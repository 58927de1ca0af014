import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findCulprit } from '../../../src/evidence/stack/culprit.ts'
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

test('createChosenReader reads what the project above the first node_modules depends on', () => {
  const root = mkdtempSync(join(tmpdir(), 'agentguard-chosen-'))
  writeFileSync(join(root, 'package.json'), '{ "devDependencies": { "chosen": "1" } }')
  const isChosen = createChosenReader(readFileSync)
  const inStore = join(root, 'node_modules/.pnpm/chosen@1/node_modules/chosen')
  const answers = [
    isChosen({ name: 'chosen', directory: join(root, 'node_modules/chosen') }),
    isChosen({ name: 'chosen', directory: inStore }),
    isChosen({ name: 'other', directory: join(root, 'node_modules/other') }),
    isChosen({ name: 'chosen', directory: '/missing/node_modules/chosen' }),
  ]
  rmSync(root, { recursive: true })

  expect(answers).toEqual([true, true, false, false])
})
