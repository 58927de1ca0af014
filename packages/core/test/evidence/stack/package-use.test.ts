import { readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createDependencyTree } from '../../../src/evidence/stack/dependency-tree.ts'
import { findPackageUse, packagesUsed } from '../../../src/evidence/stack/package-use.ts'
import { createReachedFiles } from '../../../src/evidence/stack/reached-files.ts'
import { writeFiles } from './write-files.ts'

function reachedFrom(files: Readonly<Record<string, string>>) {
  const root = writeFiles(files)
  const reached = createReachedFiles(readFileSync, createDependencyTree({ readFileSync, realpathSync }))
  return {
    root,
    use: (name: string) => findPackageUse(reached, join(root, 'a.test.ts'), name),
    used: () => packagesUsed(reached, join(root, 'a.test.ts')),
  }
}

const files = {
  'a.test.ts': `import { track } from './src/track.ts'\nimport { test } from 'vitest'`,
  'src/track.ts': `import { PostHog } from 'posthog-node'\n\nexport const client = new PostHog('key')`,
}

test('findPackageUse finds where the one file that imports a package makes its client', () => {
  const { root, use } = reachedFrom(files)

  expect(use('posthog-node')).toEqual({ file: join(root, 'src/track.ts'), line: 3, column: 23 })
})

test('findPackageUse reads a subpath of a package as the package', () => {
  const { root, use } = reachedFrom({ 'a.test.ts': `import { Client } from '@scope/sdk/client/index.js'` })

  expect(use('@scope/sdk')).toEqual({ file: join(root, 'a.test.ts'), line: 1, column: 1 })
})

test('findPackageUse takes the import that gives a name where one file has several', () => {
  const text = `import 'pg/setup'\nimport pg from 'pg'\npg.connect()`

  expect(reachedFrom({ 'a.test.ts': text }).use('pg')).toMatchObject({ line: 3, column: 1 })
})

test('findPackageUse finds none where no file imports the package, or two do', () => {
  const another = { 'src/b.ts': `import 'posthog-node'`, 'a.test.ts': `import './src/b.ts'\n${files['a.test.ts']}` }

  expect(reachedFrom(files).use('posthog')).toBeUndefined()
  expect(reachedFrom({ ...files, ...another }).use('posthog-node')).toBeUndefined()
})

test('packagesUsed names the packages that the files import, and no builtin module', () => {
  const { used } = reachedFrom({
    ...files,
    'src/track.ts': `import 'node:fs'\nimport '@scope/a/b'\nimport '#own'\nimport 'c'`,
  })

  expect([...used()]).toEqual(['vitest', '@scope/a', 'c'])
})
