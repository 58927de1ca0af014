import { readdirSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const packages = join(import.meta.dirname, '../..')

const projects = [
  { name: 'jest29', folder: 'jest', adapter: 'jest-environment-agentguard', runner: 'jest', version: /^29\.7\./ },
  { name: 'jest30', folder: 'jest', adapter: 'jest-environment-agentguard', runner: 'jest', version: /^30\./ },
  { name: 'vitest4', folder: 'vitest', adapter: '@agentguard/vitest', runner: 'vitest', version: /^4\.1\./ },
  { name: 'vitest5', folder: 'vitest', adapter: '@agentguard/vitest', runner: 'vitest', version: /^5\./ },
] as const

test.each(projects)('in $name our package sees the $runner of that project', ({ name, adapter, runner, version }) => {
  const adapterRoot = installed(name, adapter)

  const seen = createRequire(join(adapterRoot, 'dist/index.js')).resolve(`${runner}/package.json`)

  expect(realpathSync(seen)).toBe(realpathSync(join(installed(name, runner), 'package.json')))
  expect(versionIn(seen)).toMatch(version)
})

test.each(projects)('in $name our package is the last build', ({ name, folder, adapter }) => {
  expect(filesIn(join(installed(name, adapter), 'dist'))).toEqual(filesIn(join(packages, folder, 'dist')))
})

test.each(['jest29', 'jest30'])('in %s the base environment is the one of its Jest', (name) => {
  const entry = join(installed(name, 'jest-environment-agentguard'), 'dist/index.cjs')
  const path = ['jest', '@jest/core', 'jest-config', 'jest-environment-node'].reduce(
    (from, next) => createRequire(from).resolve(`${next}/package.json`),
    entry,
  )

  expect(versionIn(path).split('.')[0]).toBe(name.slice('jest'.length))
})

const installed = (project: string, name: string): string =>
  realpathSync(join(packages, 'e2e/projects', project, 'node_modules', name))

function versionIn(manifest: string): string {
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string }).version
}

function filesIn(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]))
}
