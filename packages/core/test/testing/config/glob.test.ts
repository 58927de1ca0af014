import { describe, expect, it } from 'vitest'
import { createGlob } from '../../../src/testing/config/glob.ts'

describe('createGlob', () => {
  it.each([
    ['**', 'a/b.ts', true],
    ['src/*', 'src/a.ts', true],
    ['src/*', 'src/a/b.ts', false],
    ['src/**', 'src/a/b.ts', true],
    ['src/**/*.test.ts', 'src/a.test.ts', true],
    ['src/**/*.test.ts', 'src/a/b/c.test.ts', true],
    ['src/**/*.test.ts', 'src/a/b/c.ts', false],
    ['src', 'src/a/b.ts', true],
    ['src/', 'src/a.ts', true],
    ['./src', 'src/a.ts', true],
    ['src', 'source/a.ts', false],
    ['.', 'a/b.ts', true],
    ['packages/{api,web}/**', 'packages/web/a.ts', true],
    ['packages/{api,web}/**', 'packages/db/a.ts', false],
    ['app/[id]/page.test.ts', 'app/[id]/page.test.ts', true],
    ['a.b', 'axb', false],
    ['a?.ts', 'ab.ts', true],
    ['a,b.ts', 'a,b.ts', true],
  ])('matches %s against %s: %s', (glob, path, expected) => {
    expect(createGlob(glob, 'a config')(path)).toBe(expected)
  })

  it.each([
    ['', 'the glob is empty'],
    ['../a', 'leads out of the folder of the config'],
    ['/a', 'leads out of the folder of the config'],
    ['C:/a', 'leads out of the folder of the config'],
    ['a\\b', 'has a backslash'],
    ['!a', 'excludes files'],
    ['a/{b', 'do not match'],
  ])('refuses %s', (glob, problem) => {
    expect(() => createGlob(glob, 'a config')).toThrow(problem)
  })
})
