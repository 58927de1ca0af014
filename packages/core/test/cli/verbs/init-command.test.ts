import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { agentguard, agentguardPath } from '../agentguard.ts'

function projectOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-init-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
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
For reports, suggestions and the egress lock: agentguard init --reporter
`,
  })
})

test('agentguard init --json prints the plan, and carries it out only with --yes', () => {
  const cwd = projectOf({ 'package.json': manifest('vitest'), 'vite.config.ts': vitestConfig })
  const planned = agentguard(['init', '--json'], { cwd })
  const before = readFileSync(join(cwd, 'vite.config.ts'), 'utf8')
  const made = agentguard(['init', '--json', '--yes'], { cwd })
  const [plan, written] = [planned, made].map(({ stdout }): unknown => JSON.parse(stdout))

  expect([planned.status, made.status]).toEqual([0, 0])
  expect(before).toBe(vitestConfig)
  expect(plan).toMatchObject({ isWritten: false, changes: [{ file: 'vite.config.ts' }], done: [], byHand: [] })
  expect(written).toMatchObject({ isWritten: true })
  expect(readFileSync(join(cwd, 'vite.config.ts'), 'utf8')).toContain('agentguard()')
  expect(JSON.parse(agentguard(['init', '--json', '--yes'], { cwd }).stdout)).toMatchObject({
    isWritten: false,
    done: ['vite.config.ts'],
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

test('agentguard init sets up both runners, and writes missing configs', () => {
  const cwd = projectOf({ 'package.json': manifest('jest', 'vitest'), 'yarn.lock': '' })
  const { status, stdout } = agentguard(['init', '--yes'], { cwd })

  expect(status).toBe(0)
  expect(stdout).toContain('--- /dev/null\n+++ jest.config.mjs\n')
  expect(stdout).toContain('Now install: yarn add --dev jest-environment-agentguard @agentguard/vitest\n')
  expect(readFileSync(join(cwd, 'jest.config.mjs'), 'utf8')).toContain("testEnvironment: 'agentguard'")
  expect(readFileSync(join(cwd, 'jest.config.mjs'), 'utf8')).toContain(
    "reporters: ['jest-environment-agentguard/reporter', 'default']",
  )
  expect(readFileSync(join(cwd, 'vitest.config.mjs'), 'utf8')).toContain('plugins: [agentguard()]')
})

test('agentguard init --reporter adds the reporter, also where the guard is already set up', () => {
  const cwd = projectOf({
    'package.json': manifest('jest', 'jest-environment-agentguard', 'vitest', '@agentguard/vitest'),
    'jest.config.cjs': "module.exports = {\n  testEnvironment: 'agentguard',\n};\n",
  })

  expect(agentguard(['init', '--yes', '--reporter'], { cwd })).toEqual({
    status: 0,
    stderr: '',
    stdout: `--- jest.config.cjs
+++ jest.config.cjs
@@ -1,3 +1,4 @@
 module.exports = {
+  reporters: [['jest-environment-agentguard/reporter', { json: true }], 'default'],
   testEnvironment: 'agentguard',
 };

--- /dev/null
+++ vitest.config.mjs
@@ -0,0 +1,6 @@
+import { agentguard } from '@agentguard/vitest'
+import { defineConfig } from 'vitest/config'
+
+export default defineConfig({
+  plugins: [agentguard({ report: { json: true } })],
+})
Changed jest.config.cjs and vitest.config.mjs.
Keep .agentguard out of the repository: the evidence of each run is written there.
`,
  })
  expect(agentguard(['init', '--yes', '--reporter'], { cwd })).toEqual({
    status: 0,
    stderr: '',
    stdout: 'jest.config.cjs is set up already.\n\nvitest.config.mjs is set up already.\n',
  })
})

test('agentguard init --reporter makes git ignore the evidence, once', () => {
  const files = { 'package.json': manifest('vitest', '@agentguard/vitest'), '.git/HEAD': '', '.gitignore': 'dist' }
  const cwd = projectOf(files)

  const { status, stdout } = agentguard(['init', '--yes', '--reporter'], { cwd })

  expect(status).toBe(0)
  expect(stdout).toContain(`--- .gitignore
+++ .gitignore
`)
  expect(stdout).toContain(`Changed vitest.config.mjs and .gitignore.
The evidence of each run is written to .agentguard, which git now ignores.
`)
  expect(readFileSync(join(cwd, '.gitignore'), 'utf8')).toBe('dist\n.agentguard/\n')
  expect(agentguard(['init', '--yes', '--reporter'], { cwd }).stdout).toBe('vitest.config.mjs is set up already.\n')
})

test('agentguard init without a reporter leaves .gitignore as it is', () => {
  const cwd = projectOf({ 'package.json': manifest('vitest', '@agentguard/vitest'), '.git/HEAD': '' })

  expect(agentguard(['init', '--yes'], { cwd }).stdout).not.toContain('gitignore')
})

test('agentguard init --reporter changes what it can, and says what is left', () => {
  const cwd = projectOf({
    'package.json': manifest('jest', 'jest-environment-agentguard'),
    'jest.config.js': 'module.exports = { reporters: list }',
  })
  const { status, stdout } = agentguard(['init', '--yes', '--reporter'], { cwd })

  expect(status).toBe(2)
  expect(readFileSync(join(cwd, 'jest.config.js'), 'utf8')).toBe(
    "module.exports = { testEnvironment: 'agentguard', reporters: list }",
  )
  expect(stdout).toContain(`jest.config.js: its reporters are not a plain list. Write by hand:
    reporters: [['jest-environment-agentguard/reporter', { json: true }], 'default'],
`)
})

test('agentguard init asks nothing without a terminal', () => {
  const cwd = projectOf({ 'package.json': '{"packageManager":"bun@1.2.3","jest":{"verbose":true}}' })
  const { status, stdout, stderr } = agentguard(['init'], { cwd })

  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: 'agentguard init: this is not a terminal, so init cannot ask. Add --yes to make the changes.\n',
  })
  expect(stdout).toContain(
    '"jest":{ "reporters": ["jest-environment-agentguard/reporter", "default"], "testEnvironment": "agentguard","verbose":true}',
  )
  expect(readFileSync(join(cwd, 'package.json'), 'utf8')).not.toContain('agentguard')
})

test('agentguard init says what to write where it cannot write it, and exits with 2', () => {
  const cwd = projectOf({
    'package.json': manifest('jest', 'jest-environment-agentguard'),
    'jest.config.js': "module.exports = { reporters: ['jest-environment-agentguard/reporter'], projects: [] }",
  })

  expect(agentguard(['init', '--yes'], { cwd })).toEqual({
    status: 2,
    stderr: '',
    stdout: `jest.config.js: it has projects, each with its own environment. Write by hand:
    testEnvironment: 'agentguard',
    testEnvironmentOptions: { base: 'jsdom' }, // only if the environment was not 'node'
`,
  })
})

test('agentguard init sees both configs of Nest', () => {
  const cwd = projectOf({
    'package.json': '{ "devDependencies": { "jest": "30" }, "jest": { "rootDir": "src" } }',
    'test/jest-e2e.json': '{ "testEnvironment": "node", "rootDir": "." }',
  })
  const { status, stdout } = agentguard(['init', '--yes'], { cwd })

  expect(status).toBe(0)
  expect(stdout).toContain(
    'Changed package.json and test/jest-e2e.json.\nNow install: npm install --save-dev jest-environment-agentguard\n',
  )
  expect(readFileSync(join(cwd, 'test/jest-e2e.json'), 'utf8')).toContain('"testEnvironment": "agentguard"')
})

test('agentguard init says why it cannot guard react-scripts', () => {
  const cwd = projectOf({ 'package.json': manifest('react-scripts', 'jest') })
  const { status, stdout } = agentguard(['init', '--json'], { cwd })

  expect(status).toBe(2)
  expect(stdout).toContain('react-scripts runs its own Jest 27, and agentguard needs Jest 29.7 or newer')
})

const hasTerminals = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux')

const guarded =
  '{ "reporters": ["jest-environment-agentguard/reporter", "default"], "testEnvironment": "agentguard", "verbose": true }'

test.runIf(hasTerminals).each<[string, string, number, string, string]>([
  ['y', 'y\r', 0, 'Changed jest.config.json.', guarded],
  ['no', 'no\r', 1, 'Nothing was changed.', '{ "verbose": true }'],
  ['the return key', '\r', 1, 'Nothing was changed.', '{ "verbose": true }'],
  ['Ctrl+C', '\u0003', 1, 'Nothing was changed.', '{ "verbose": true }'],
  ['Ctrl+D', '\u0004', 1, 'Nothing was changed.', '{ "verbose": true }'],
])('agentguard init asks on a terminal, and takes %s for an answer', async (_, keys, status, message, config) => {
  const cwd = projectOf({ 'package.json': manifest('jest'), 'jest.config.json': '{ "verbose": true }' })
  const command = `"${process.execPath}" "${agentguardPath}" init`
  const terminal = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], { cwd })
  let shown = ''
  terminal.stdout.setEncoding('utf8').on('data', (text: string) => {
    const isAsked = shown.includes('(y/N) ')
    shown += text
    if (!isAsked && shown.includes('(y/N) ')) terminal.stdin.write(keys)
  })
  const [code] = (await once(terminal, 'close')) as [number]

  expect(shown).toContain(`+${guarded}`)
  expect(shown.split(/\r?\n/)).toContain(message)
  expect(code).toBe(status)
  expect(readFileSync(join(cwd, 'jest.config.json'), 'utf8')).toBe(config)
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

test('agentguard init notices scripts that give Jest another environment', () => {
  const cwd = projectOf({
    'package.json': JSON.stringify({
      devDependencies: { jest: '*', 'jest-environment-agentguard': '*' },
      scripts: { test: 'jest --env=jsdom --ci', unit: 'jest --testEnvironment node', build: 'tsc --env=prod' },
    }),
    'jest.config.js':
      "module.exports = { testEnvironment: 'agentguard', reporters: ['jest-environment-agentguard/reporter'] }\n",
  })

  expect(agentguard(['init', '--yes'], { cwd })).toEqual({
    status: 2,
    stderr: '',
    stdout: `jest.config.js is set up already.

package.json: the script 'test' has --env=jsdom, which replaces the guard. Write by hand:
    "test": "jest --ci"
    testEnvironmentOptions: { base: 'jsdom' }

package.json: the script 'unit' has --testEnvironment node, which replaces the guard. Write by hand:
    "unit": "jest"
`,
  })
})

test('agentguard init notices the plugin in a config that Vitest does not read', () => {
  const cwd = projectOf({
    'package.json': manifest('vitest', '@agentguard/vitest'),
    'vitest.config.ts': vitestConfig,
    'vite.config.ts': "import { agentguard } from '@agentguard/vitest'\nexport default { plugins: [agentguard()] }\n",
  })
  const { status, stdout } = agentguard(['init', '--yes'], { cwd })

  expect(status).toBe(2)
  expect(stdout).toContain(
    'vite.config.ts: it has the plugin, but Vitest reads vitest.config.ts instead. Write by hand:',
  )
  expect(readFileSync(join(cwd, 'vitest.config.ts'), 'utf8')).toContain('plugins: [agentguard()]')
})

test('agentguard init writes one config for a workspace, from its root or from a package', () => {
  const root = projectOf({ 'package.json': '{"workspaces":["packages/*"]}' })
  const inPackage = join(root, 'packages/a')
  mkdirSync(inPackage, { recursive: true })
  writeFileSync(join(inPackage, 'package.json'), manifest('vitest', '@agentguard/vitest'))

  expect(agentguard(['init', '--yes'], { cwd: root }).stdout).toContain(
    'Changed agentguard.config.json.\nNow run agentguard init in each package that has tests.\n',
  )
  const text = readFileSync(join(root, 'agentguard.config.json'), 'utf8')
  expect(JSON.parse(text)).toEqual({
    $schema: expect.stringContaining('/schema/config-1.schema.json') as string,
    allow: [],
  })
  expect(agentguard(['init', '--yes'], { cwd: inPackage }).stdout).toContain('Changed vitest.config.mjs.\n')

  rmSync(join(root, 'agentguard.config.json'))
  expect(agentguard(['init', '--yes'], { cwd: inPackage }).stdout).toContain('Changed ../../agentguard.config.json.\n')
  expect(readFileSync(join(root, 'agentguard.config.json'), 'utf8')).toBe(text)
})
