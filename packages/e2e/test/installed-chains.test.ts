import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { installWorkspace, type Manager } from './install-packages.ts'
import { outsideEnvironment } from './vitest/run-vitest.ts'

const modules = (project: string): string => join(import.meta.dirname, `../projects/${project}/node_modules`)

const plugin = join(modules('vitest5'), '@agentguard/vitest/dist/index.js')
const environment = join(modules('jest30'), 'jest-environment-agentguard/dist/index.cjs')

// A timer of the last package sends, and the test has returned: neither the project nor the package that it chose is on the stack.
const files = {
  'packages/app/app.test.js': "test('starts', () => require('ag-chosen').start())\n",
  'packages/app/app.spec.mjs': "import chosen from 'ag-chosen'\n\ntest('starts', () => chosen.start())\n",
  'packages/app/jest.config.json': JSON.stringify({
    testEnvironment: environment,
    transform: {},
    testMatch: ['**/*.test.js'],
  }),
  'packages/app/vitest.config.mjs': `import { agentguard } from ${JSON.stringify(plugin)}
export default { plugins: [agentguard()], test: { globals: true, include: ['*.spec.mjs'] } }\n`,
}

const runners = {
  Jest: [join(modules('jest30'), 'jest/bin/jest.js'), '--config=jest.config.json', '--runInBand'],
  Vitest: [join(modules('vitest5'), 'vitest/vitest.mjs'), 'run'],
}

const ofTree = 'ag-chosen@1.0.0 › ag-middle › ag-helper   (as installed; not on the stack)'
const ofUse = 'uses ag-chosen; none of your code is on the stack'
const ofTest = 'the test; none of your code is on the stack'
const lineOfUse: Readonly<Record<string, string>> = { Jest: '1', Vitest: '3' }
const managers: readonly Manager[] = ['npm', 'pnpm', 'yarn with node_modules', "yarn with Plug'n'Play"]

test.each(managers)('the chain through what %s has installed is right, or not there', (manager) => {
  const workspace = installWorkspace(manager, files)
  onTestFinished(() => rmSync(dirname(workspace), { recursive: true, force: true }))
  const isInArchives = manager === "yarn with Plug'n'Play"
  // As `yarn node` starts a program.
  const options = isInArchives ? { NODE_OPTIONS: `--require=${join(workspace, '.pnp.cjs')}` } : {}
  for (const [runner, args] of Object.entries(runners)) {
    // Vite reads archives only with the loader for ES modules, which Yarn drops.
    if (isInArchives && runner === 'Vitest') continue
    const { stdout, stderr, status } = spawnSync(process.execPath, args, {
      cwd: join(workspace, 'packages/app'),
      env: { ...outsideEnvironment(), NO_COLOR: '1', ...options },
      encoding: 'utf8',
    })
    const text = stdout + stderr
    const rows = [...text.matchAll(/^ +by +(.+)$/gm)].map(([, row]) => row)
    const from = [...text.matchAll(/^ +from +app\.\w+\.m?js:(\d+):\d+ +\((.+)\)$/gm)].map(([, ...parts]) => parts)

    const named = isInArchives ? 'ag-helper' : 'ag-chosen'
    expect(text, runner).toContain(`Egress blocked: GET http://flags.example/ (${named}@1.0.0)`)
    expect(rows, text).toEqual(isInArchives ? [] : [ofTree])
    expect(from, text).toEqual([[lineOfUse[runner], isInArchives ? ofTest : ofUse]])
    expect(status).toBe(1)
  }
})
