import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createDependencyTree } from '../../../src/evidence/stack/dependency-tree.ts'
import { createProjectPackages } from '../../../src/evidence/stack/project-packages.ts'

describe('the packages of a project', () => {
  const packages = {
    '.': { 'at-root': '*' },
    'packages/app': { chosen: '*', 'another-name': 'npm:aliased', stored: '*' },
    'packages/app/node_modules/chosen': { below: '*' },
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
  const packagesOf = createProjectPackages(createDependencyTree({ readFileSync, realpathSync }))
  const answer = (name: string, directory: string, file?: string): boolean =>
    packagesOf(file && join(root, file)).isChosen({ name, directory: join(root, directory) })
  const file = 'packages/app/test/a.test.ts'

  test.each([
    ['a dependency of the nearest package.json', 'chosen', `${inApp}/chosen`, true],
    ['a dependency by another name', 'aliased', `${inApp}/another-name`, true],
    ["a dependency in pnpm's store", 'stored', inStore, true],
    ['another copy of a dependency', 'chosen', 'node_modules/chosen', false],
    ['a package below a dependency', 'below', `${inApp}/chosen/node_modules/below`, false],
    ['a dependency of the workspace', 'at-root', 'node_modules/at-root', false],
  ])('know whether the project names %s', (_, name, directory, isChosen) => {
    expect(answer(name, directory, file)).toBe(isChosen)
  })

  test('are those of the project above the first node_modules where no project file is known', () => {
    expect(answer('at-root', 'node_modules/at-root')).toBe(true)
    expect(answer('stored', inStore)).toBe(false)
    expect(packagesOf(undefined).isChosen({ name: 'chosen', directory: '/missing/node_modules/chosen' })).toBe(false)
  })

  test('are known where some of its dependencies are installed', () => {
    expect(packagesOf(join(root, file)).isKnown()).toBe(true)
    expect(packagesOf(undefined).isKnown()).toBe(false)
  })

  test('know the way from one of them to another package', () => {
    const below = { name: 'below', directory: join(root, inApp, 'chosen/node_modules/below') }

    expect(packagesOf(undefined).wayTo(below).packages).toEqual([])
    const { packages: way } = packagesOf(join(root, file)).wayTo(below)
    expect(way.map(({ name }) => name)).toEqual(['chosen', 'below'])
  })
})
