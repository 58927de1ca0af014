import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findInstalledChain, type InstalledChain } from '../../../src/evidence/stack/dependency-chain.ts'
import { createDependencyTree } from '../../../src/evidence/stack/dependency-tree.ts'

type Packages = Readonly<Record<string, readonly string[]>>

/** A folder with a package.json at each path, which depends on the packages named; and links, from a path to another. */
function install(packages: Packages, links: Readonly<Record<string, string>> = {}): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'agentguard-tree-')))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [path, names] of Object.entries(packages)) {
    mkdirSync(join(root, path), { recursive: true })
    const dependencies = Object.fromEntries(names.map((name) => [name, '*']))
    writeFileSync(join(root, path, 'package.json'), JSON.stringify({ dependencies }))
  }
  for (const [path, target] of Object.entries(links)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    symlinkSync(join(root, target), join(root, path))
  }
  return root
}

function installedChain(
  root: string,
  name: string,
  directory: string,
  { file = 'test/a.test.ts', uses = [] as readonly string[] } = {},
): InstalledChain {
  const tree = createDependencyTree({ readFileSync, realpathSync })
  const target = { name, directory: join(root, directory) }
  const project = tree.projectOf(join(root, file)) ?? ''
  return findInstalledChain(tree, { project, target, isUsed: (used) => uses.includes(used) })
}

function chainTo(root: string, name: string, directory: string, file?: string): readonly string[] {
  return installedChain(root, name, directory, file === undefined ? {} : { file }).packages.map(({ name }) => name)
}

test('a flat layout leads from the package of the project to the one below it, the shortest way', () => {
  const root = install({
    '.': ['unleash', 'long'],
    'node_modules/unleash': ['@scope/fetch'],
    'node_modules/@scope/fetch': ['retry'],
    'node_modules/long': ['a'],
    'node_modules/a': ['b'],
    'node_modules/b': ['retry'],
    'node_modules/retry': ['unleash'],
  })

  expect(chainTo(root, 'retry', 'node_modules/retry')).toEqual(['unleash', '@scope/fetch', 'retry'])
  expect(chainTo(root, 'unleash', 'node_modules/unleash')).toEqual([])
  expect(chainTo(root, 'other', 'node_modules/other')).toEqual([])
})

test('of two copies, the one that made the attempt counts', () => {
  const root = install({
    '.': ['a', 'b'],
    'node_modules/a': ['x'],
    'node_modules/b': ['x'],
    'node_modules/x': [],
    'node_modules/b/node_modules/x': [],
  })

  expect(chainTo(root, 'x', 'node_modules/x')).toEqual(['a', 'x'])
  expect(chainTo(root, 'x', 'node_modules/b/node_modules/x')).toEqual(['b', 'x'])
})

test("pnpm's store is followed through its links", () => {
  const root = install(
    {
      '.': ['a'],
      'node_modules/.pnpm/a@1.0.0/node_modules/a': ['b'],
      'node_modules/.pnpm/b@1.0.0/node_modules/b': [],
    },
    {
      'node_modules/a': 'node_modules/.pnpm/a@1.0.0/node_modules/a',
      'node_modules/.pnpm/a@1.0.0/node_modules/b': 'node_modules/.pnpm/b@1.0.0/node_modules/b',
    },
  )

  expect(chainTo(root, 'b', 'node_modules/.pnpm/b@1.0.0/node_modules/b')).toEqual(['a', 'b'])
})

test('in a workspace, the nearest package.json chooses, and the chain goes on through its siblings', () => {
  const root = install(
    {
      '.': [],
      'packages/app': ['@own/tools'],
      'packages/tools': ['a'],
      'node_modules/a': ['b'],
      'node_modules/b': [],
    },
    { 'node_modules/@own/tools': 'packages/tools' },
  )

  expect(chainTo(root, 'b', 'node_modules/b', 'packages/app/test/a.test.ts')).toEqual(['@own/tools', 'a', 'b'])
  expect(chainTo(root, 'b', 'node_modules/b', 'packages/tools/a.test.ts')).toEqual(['a', 'b'])
})

test('a package.json that names no package is not a project', () => {
  const root = install({ '.': ['a'], test: [], 'node_modules/a': ['b'], 'node_modules/b': [] })

  expect(chainTo(root, 'b', 'node_modules/b', 'test/a.test.ts')).toEqual(['a', 'b'])
})

const tied = {
  '.': ['c', 'b', 'a'],
  'node_modules/a': ['x'],
  'node_modules/b': ['x'],
  'node_modules/c': ['d'],
  'node_modules/d': ['y'],
  'node_modules/x': ['y', 'z'],
  'node_modules/y': [],
  'node_modules/z': [],
}

test.each([
  ['x', ['a', 'x'], ['b']],
  ['y', ['a', 'x', 'y'], ['b', 'c']],
  ['z', ['a', 'x', 'z'], ['b']],
  ['d', ['c', 'd'], []],
])('of equally short ways to %s, the first by name is taken, and the others are named', (name, way, others) => {
  const found = installedChain(install(tied), name, `node_modules/${name}`)

  expect([found.packages.map((one) => one.name), found.others]).toEqual([way, others])
})

test.each([
  [['c'], ['c', 'd', 'y'], []],
  [['b', 'c'], ['b', 'x', 'y'], ['c']],
  [['other'], ['a', 'x', 'y'], ['b', 'c']],
])('of equally short ways, one that begins at a package that the code uses counts: %j', (uses, way, others) => {
  const found = installedChain(install(tied), 'y', 'node_modules/y', { uses })

  expect([found.packages.map((one) => one.name), found.others]).toEqual([way, others])
})
