import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createChainReader } from '../../../src/evidence/stack/chain-reader.ts'
import { createDependencyTree } from '../../../src/evidence/stack/dependency-tree.ts'

test('createChainReader adds a chain where the stack has none, with the version of its first package', () => {
  const root = mkdtempSync(join(tmpdir(), 'agentguard-chain-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const manifests = { '.': { unleash: '*' }, 'node_modules/unleash': { retry: '*' }, 'node_modules/retry': {} }
  for (const [path, dependencies] of Object.entries(manifests)) {
    mkdirSync(join(root, path), { recursive: true })
    writeFileSync(join(root, path, 'package.json'), JSON.stringify({ dependencies }))
  }
  const frame = (name: string) => ({ file: join(root, 'node_modules', name, 'index.js'), line: 1, column: 1 })
  const read = createChainReader(() => '6.9.0', createDependencyTree({ readFileSync, realpathSync }))
  const [retry, unleash] = [
    { name: 'retry', frame: frame('retry') },
    { name: 'unleash', frame: frame('unleash') },
  ]
  const file = join(root, 'a.test.js')

  expect(read(retry, file)).toEqual({ ...retry, chain: ['unleash@6.9.0', 'retry'], chainBy: 'dependencies' })
  expect(read(unleash, file)).toBe(unleash)
  expect(read(retry, undefined)).toBe(retry)
  const onStack = { ...retry, chain: ['other', 'retry'] }
  expect(read(onStack, file)).toBe(onStack)
})
