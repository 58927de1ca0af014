import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const workspace = join(import.meta.dirname, '../../../..')
const read = (path: string): string => readFileSync(join(workspace, path), 'utf8')

/** The packages in the table of ARCHITECTURE.md whose second column says how they reach a user. */
function listed(how: RegExp): readonly string[] {
  const rows = read('ARCHITECTURE.md').matchAll(/^\| (`.*?`) +\| ([^|]+?) +\| /gm)
  return [...rows]
    .filter(([, , column = '']) => how.test(column))
    .flatMap(([, names = '']) => [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))
    .toSorted()
}

test('ARCHITECTURE.md says what every compiled-in package is for', () => {
  const inCommandLine = read('packages/core/dist/THIRD-PARTY-NOTICES.txt').matchAll(
    /^((?:@[\w-]+\/)?[\w.-]+)@\d\S+ \(/gm,
  )
  const inPage = read('packages/core/dist/page.html').matchAll(/This page contains code of (\S+) /g)

  expect(listed(/^compiled into (the command line|`)/)).toEqual(
    [...inCommandLine].map(([, name = '']) => name).toSorted(),
  )
  expect(listed(/^compiled into the page/)).toEqual([...inPage].map(([, name = '']) => name).toSorted())
})

test('ARCHITECTURE.md says what every dependency and peer is for', () => {
  const manifests = ['core', 'jest', 'vitest'].map(
    (name) => JSON.parse(read(`packages/${name}/package.json`)) as Record<string, Readonly<Record<string, string>>>,
  )
  const namesOf = (key: string) => [...new Set(manifests.flatMap((manifest) => Object.keys(manifest[key] ?? {})))]

  expect(listed(/^dependency of/)).toEqual(namesOf('dependencies').toSorted())
  expect(listed(/^(optional )?peers?\b/)).toEqual(namesOf('peerDependencies').toSorted())
  expect(namesOf('optionalDependencies')).toEqual([])
})
