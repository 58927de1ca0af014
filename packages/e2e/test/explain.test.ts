import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const projects = join(import.meta.dirname, '../projects')
const jest = "module.exports = { testEnvironment: 'agentguard', testEnvironmentOptions: { allow: ['a.com'] } }"
const vitest =
  "import { agentguard } from '@agentguard/vitest'\nexport default { plugins: [agentguard({ allow: ['a.com'] })] }"

test.each<[string, string, string, string]>([
  ['jest29', 'jest-environment-agentguard', 'jest.config.cjs', jest],
  ['jest30', 'jest-environment-agentguard', 'jest.config.cjs', jest],
  ['vitest4', '@agentguard/vitest', 'vitest.config.mjs', vitest],
  ['vitest5', '@agentguard/vitest', 'vitest.config.mjs', vitest],
])('agentguard explain judges by the config of %s', (project, name, file, config) => {
  const runner = project.replace(/\d+/, '')
  const modules = join(projects, project, 'node_modules')
  const { bin } = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')) as {
    bin: { agentguard: string }
  }
  mkdirSync(join(projects, project, '.reports'), { recursive: true })
  const cwd = mkdtempSync(join(projects, project, '.reports/explain-'))
  writeFileSync(join(cwd, 'package.json'), JSON.stringify({ devDependencies: { [runner]: '*' } }))
  const explain = (host: string) =>
    spawnSync(process.execPath, [join(modules, name, bin.agentguard), 'explain', host], { cwd, encoding: 'utf8' })

  writeFileSync(join(cwd, file), config)
  const allowed = explain('a.com')
  const blocked = explain('b.com')
  writeFileSync(join(cwd, file), file.endsWith('.cjs') ? 'module.exports = {}' : 'export default {}')
  const unguarded = explain('a.com')
  rmSync(cwd, { recursive: true })

  expect(allowed.stdout).toMatch(
    /^Allowed: connect a\.com:443\n {2}rule {5}a\.com\n {2}from {5}allow in the config of /,
  )
  expect([allowed.status, blocked.status, unguarded.status]).toEqual([0, 1, 2])
  expect(blocked.stdout).toContain('allow    // @agentguard allow=b.com')
  expect(unguarded.stderr).toContain('does not seem to guard its tests. Run agentguard init')
})

const allowing = (host: string) => ({ testEnvironment: 'agentguard', testEnvironmentOptions: { allow: [host] } })

test('agentguard explain judges by both configs of Nest', () => {
  const modules = join(projects, 'jest30/node_modules')
  mkdirSync(join(projects, 'jest30/.reports'), { recursive: true })
  const cwd = mkdtempSync(join(projects, 'jest30/.reports/explain-'))
  mkdirSync(join(cwd, 'test'))
  writeFileSync(join(cwd, 'package.json'), JSON.stringify({ jest: allowing('a.com') }))
  writeFileSync(join(cwd, 'test/jest-e2e.json'), JSON.stringify({ rootDir: '.', ...allowing('b.com') }))
  const bin = join(modules, 'jest-environment-agentguard/dist/agentguard.js')
  const { stdout, status } = spawnSync(process.execPath, [bin, 'explain', 'b.com'], { cwd, encoding: 'utf8' })
  rmSync(cwd, { recursive: true })

  expect(stdout).toMatch(/^Blocked: .* asked {4}the config of Jest\n\nAllowed: .* allow in test\/jest-e2e\.json\n/s)
  expect(status).toBe(1)
})
