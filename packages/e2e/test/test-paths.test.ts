import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { besidesSources, channelsShownElsewhere, withoutOwnTest } from './test-paths.ts'

const packages = join(import.meta.dirname, '../..')
const core = join(packages, 'core')

const list = (pattern: string, cwd: string): readonly string[] =>
  globSync(pattern, { cwd })
    .map((path) => path.replaceAll('\\', '/'))
    .toSorted()

const hasOwnTest = (source: string): boolean => existsSync(join(core, 'test', source.replace(/\.ts$/, '.test.ts')))

test('every test of a source has the path of that source', () => {
  const stray = ['core', 'jest', 'vitest', 'page'].flatMap((name) =>
    list('**/*.test.ts', join(packages, name, 'test'))
      .filter((path) => !path.startsWith('flows/'))
      .filter((path) => {
        const source = join(packages, name, 'src', path.replace(/\.test\.ts$/, ''))
        return !existsSync(`${source}.ts`) && !existsSync(`${source}.tsx`)
      })
      .map((path) => `${name}/test/${path}`),
  )

  expect(stray).toEqual(Object.keys(besidesSources).toSorted())
})

test('every channel has a test with its name', () => {
  const text = readFileSync(join(core, 'src/guard/channels/all.ts'), 'utf8')
  const channels = [...text.matchAll(/from '\.\/([\w-]+)\/([\w-]+)\.ts'/g)].map(([, room = '', name = '']) => ({
    room,
    name,
  }))
  const missing = channels
    .filter(({ room, name }) => !hasOwnTest(`guard/channels/${room}/${name}.ts`))
    .filter(({ name }) => list(`{${name}.test.ts,${name}-*.test.ts}`, join(core, 'test/flows')).length === 0)
    .map(({ name }) => name)

  expect(channels.length).toBeGreaterThan(10)
  expect(missing.toSorted()).toEqual(Object.keys(channelsShownElsewhere).toSorted())
})

test.each(Object.values(channelsShownElsewhere))('%s, which shows a channel, exists', (path) => {
  expect(existsSync(join(packages, path))).toBe(true)
})

test('every file of the guard has a test at its path, or a reason for none', () => {
  const rooms = '{scope,judging,spool,children,native,install,node,patch,programs,witness,gateway,agent,judge}'
  const missing = list(`guard/${rooms}/*.ts`, join(core, 'src'))
    .filter((source) => !hasOwnTest(source))
    .filter((source) => hasLogic(readFileSync(join(core, 'src', source), 'utf8')))

  // An entry that is no longer needed fails too: the list only shrinks.
  expect(missing).toEqual(Object.keys(withoutOwnTest).toSorted())
})

/** Interfaces, types and imports alone have nothing to test. */
function hasLogic(source: string): boolean {
  return /^(export )?((async )?function|class|const \w+[^=]*= (async )?[(<])/m.test(source)
}
