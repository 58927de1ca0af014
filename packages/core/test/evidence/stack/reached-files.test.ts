import { readFileSync, realpathSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { createDependencyTree } from '../../../src/evidence/stack/dependency-tree.ts'
import { createReachedFiles } from '../../../src/evidence/stack/reached-files.ts'
import { writeFiles } from './write-files.ts'

function reachedFrom(files: Readonly<Record<string, string>>, file: string): readonly string[] {
  const root = writeFiles(files)
  const reached = createReachedFiles(readFileSync, createDependencyTree({ readFileSync, realpathSync }))
  return reached(join(root, file)).map((found) => relative(root, found.file).replaceAll('\\', '/'))
}

test('the imports of a test are followed, the nearest first, each file once', () => {
  const files = {
    'a.test.ts': `import './src/b.ts'\nimport './src/c.ts'`,
    'src/b.ts': `import { d } from './deep/d.ts'`,
    'src/c.ts': `import '../a.test.ts'\nexport * from './b.ts'`,
    'src/deep/d.ts': '',
    'src/other.ts': '',
  }

  expect(reachedFrom(files, 'a.test.ts')).toEqual(['a.test.ts', 'src/b.ts', 'src/c.ts', 'src/deep/d.ts'])
})

test.each([
  ['no extension', './b', 'b.ts'],
  ['the extension of what it is compiled to', './b.js', 'b.ts'],
  ['a folder', './b', 'b/index.js'],
  ['its own folder', '.', 'index.ts'],
  ['a query of the bundler', './b.ts?raw', 'b.ts'],
  ['the sources', '@/b', 'src/b.tsx'],
  ['the project', '~/b.mjs', 'b.mjs'],
])('a file is found by %s', (_, specifier, file) => {
  const manifest = JSON.stringify({ dependencies: { a: '*' } })

  expect(
    reachedFrom({ 'package.json': manifest, 'a.test.ts': `import '${specifier}'`, [file]: '' }, 'a.test.ts'),
  ).toEqual(['a.test.ts', file])
})

test('packages, missing files and a test that cannot be read are left out', () => {
  const files = {
    'a.test.ts': `import 'b'\nimport './missing'\nimport './node_modules/b/index.js'`,
    'node_modules/b/index.js': '',
  }

  expect(reachedFrom(files, 'a.test.ts')).toEqual(['a.test.ts'])
  expect(reachedFrom({}, 'a.test.ts')).toEqual([])
})

test('a large program is not followed to its end', () => {
  const names = Array.from({ length: 400 }, (_, index) => `f${index}.ts`)
  const files = Object.fromEntries(names.map((name) => [name, '']))

  expect(
    reachedFrom({ ...files, 'a.test.ts': names.map((name) => `import './${name}'`).join('\n') }, 'a.test.ts'),
  ).toHaveLength(300)
})
