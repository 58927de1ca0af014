import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'

const projects = join(import.meta.dirname, '../projects')
const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** Inside the project, where the runner and our package resolve to what is installed there. */
function copyOf(project: string, files: Readonly<Record<string, string>>): string {
  const reports = join(projects, project, '.reports')
  mkdirSync(reports, { recursive: true })
  const folder = mkdtempSync(join(reports, 'init-'))
  folders.push(folder)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

const leak = "test('leaks', () => fetch('https://telemetry.nextjs.org/').catch(() => {}))\n"
const marks = /^(VITEST|TEST$|NODE_ENV$|VITE_|AGENTGUARD_|GITHUB_ACTIONS$|NODE_OPTIONS$|JEST_)/
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !marks.test(name)))

test.each<[string, string, string, Readonly<Record<string, string>>]>([
  ['jest29', 'jest-environment-agentguard', 'jest/bin/jest.js', { 'package.json': '{"jest":{"verbose":true}}' }],
  ['jest30', 'jest-environment-agentguard', 'jest/bin/jest.js', { 'jest.config.cjs': 'module.exports = {}' }],
  [
    'vitest4',
    '@agentguard/vitest',
    'vitest/vitest.mjs',
    { 'vite.config.ts': 'export default { test: { globals: true } }' },
  ],
  [
    'vitest5',
    '@agentguard/vitest',
    'vitest/vitest.mjs',
    { 'vitest.config.mjs': 'export default { test: { globals: true } }' },
  ],
])('the config that agentguard init writes guards the tests of %s', (project, name, runner, files) => {
  const modules = join(projects, project, 'node_modules')
  const manifest = JSON.stringify({ devDependencies: { [project.slice(0, -1).replace(/\d/, '')]: '*' } })
  const cwd = copyOf(project, { 'package.json': manifest, 'leak.test.js': leak, ...files })
  const { bin } = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')) as {
    bin: { agentguard: string }
  }
  const run = () =>
    spawnSync(process.execPath, [join(modules, runner), ...(name.startsWith('@') ? ['run'] : [])], {
      cwd,
      env,
      encoding: 'utf8',
    })

  expect(run().status).toBe(0)
  const agentguard = (...args: readonly string[]) =>
    execFileSync(process.execPath, [join(modules, name, bin.agentguard), ...args], { cwd, env, encoding: 'utf8' })
  agentguard('init', '--yes')
  agentguard('init', '--yes', '--reporter')
  const { status, stdout, stderr } = run()

  expect(status).toBe(1)
  expect(stdout + stderr).toContain('set NEXT_TELEMETRY_DISABLED=1 (https://nextjs.org/telemetry)')
  expect(agentguard('suggest')).toContain('// @agentguard allow=telemetry.nextjs.org\n')
})
