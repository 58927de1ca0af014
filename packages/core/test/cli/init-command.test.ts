import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { agentguard } from './agentguard.ts'

function projectOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-init-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

const manifest = (...dependencies: readonly string[]) =>
  JSON.stringify({ devDependencies: Object.fromEntries(dependencies.map((name) => [name, '*'])) })
const vitestConfig = "import { defineConfig } from 'vitest/config'\n\nexport default defineConfig({})\n"

test('agentguard init shows the change, makes it, and says what to install', () => {
  const cwd = projectOf({
    'package.json': manifest('vitest'),
    'pnpm-lock.yaml': '',
    'vite.config.ts': vitestConfig,
  })

  expect(agentguard(['init', '--yes'], { cwd })).toEqual({
    status: 0,
    stderr: '',
    stdout: `--- vite.config.ts
+++ vite.config.ts
@@ -1,3 +1,6 @@
+import { agentguard } from '@agentguard/vitest'
 import { defineConfig } from 'vitest/config'
${' '}
-export default defineConfig({})
+export default defineConfig({
+  plugins: [agentguard()],
+})
Changed vite.config.ts.
Now install: pnpm add --save-dev @agentguard/vitest
`,
  })
})

test('agentguard init changes nothing the second time', () => {
  const cwd = projectOf({
    'package.json': manifest('vitest', '@agentguard/vitest'),
    'vitest.config.mts': vitestConfig,
    'vite.config.ts': 'none of ours',
  })
  agentguard(['init', '--yes'], { cwd })
  const once = readFileSync(join(cwd, 'vitest.config.mts'), 'utf8')

  expect(agentguard(['init', '--yes'], { cwd })).toEqual({
    status: 0,
    stderr: '',
    stdout: 'vitest.config.mts is set up already.\n',
  })
  expect(readFileSync(join(cwd, 'vitest.config.mts'), 'utf8')).toBe(once)
})

test('agentguard init serves both runners, and writes the configs that are missing', () => {
  const cwd = projectOf({ 'package.json': manifest('jest', 'vitest'), 'yarn.lock': '' })
  const { status, stdout } = agentguard(['init', '--yes'], { cwd })

  expect(status).toBe(0)
  expect(stdout).toContain('--- /dev/null\n+++ jest.config.mjs\n')
  expect(stdout).toContain('Now install: yarn add --dev jest-environment-agentguard @agentguard/vitest\n')
  expect(readFileSync(join(cwd, 'jest.config.mjs'), 'utf8')).toContain("testEnvironment: 'agentguard'")
  expect(readFileSync(join(cwd, 'vitest.config.mjs'), 'utf8')).toContain('plugins: [agentguard()]')
})

test('agentguard init asks nobody where there is no terminal', () => {
  const cwd = projectOf({ 'package.json': '{"packageManager":"bun@1.2.3","jest":{"verbose":true}}' })
  const { status, stdout, stderr } = agentguard(['init'], { cwd })

  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: 'agentguard init: this is no terminal, so nobody can be asked. Add --yes to make the changes.\n',
  })
  expect(stdout).toContain('+{"packageManager":"bun@1.2.3","jest":{ "testEnvironment": "agentguard","verbose":true}}')
  expect(readFileSync(join(cwd, 'package.json'), 'utf8')).not.toContain('agentguard')
})

test('agentguard init says what to write where it cannot, and exits with 2', () => {
  const cwd = projectOf({
    'package.json': manifest('jest', 'jest-environment-agentguard'),
    'jest.config.js': 'module.exports = { projects: [] }',
  })

  expect(agentguard(['init', '--yes'], { cwd })).toEqual({
    status: 2,
    stderr: '',
    stdout: `jest.config.js is left as it is: it has projects, each with an environment of its own. Add there:
    testEnvironment: 'agentguard',
    testEnvironmentOptions: { base: 'jsdom' }, // only where it was another one than 'node'
`,
  })
})

test.each<[string, Readonly<Record<string, string>>, string]>([
  ['without a package.json', {}, 'Run agentguard in the folder of a project'],
  ['with a broken one', { 'package.json': '{' }, 'it cannot be read'],
  ['without a runner', { 'package.json': '{}' }, 'neither Jest nor Vitest is used here'],
])('agentguard init refuses a folder %s', (_, files, message) => {
  const { status, stderr } = agentguard(['init'], { cwd: projectOf(files) })

  expect(status).toBe(2)
  expect(stderr).toContain(message)
})
