import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { foldersFrom } from '../../../src/evidence/stack/folders-from.ts'

test('foldersFrom lists a folder and those above it up to the root', () => {
  const root = resolve('/')

  expect(foldersFrom(join(root, 'app', 'src'))).toEqual([join(root, 'app', 'src'), join(root, 'app'), root])
  expect(foldersFrom(root)).toEqual([root])
  expect(foldersFrom('src')).toEqual(['src', '.'])
})
