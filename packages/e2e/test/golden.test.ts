import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { spawnSync } from 'node:child_process'
import { jestMajors, withJest } from './jest/run-jest.ts'
import { outsideEnvironment, vitestMajors, withFixture } from './vitest/run-vitest.ts'

// What a developer sees of twenty-five failures, to be read as if for the first time.
const golden = join(import.meta.dirname, '../golden')
const suite = readFileSync(join(import.meta.dirname, '../fixtures/golden/failures.js'), 'utf8')

const packages: Readonly<Record<string, string>> = {
  'node_modules/posthog-node/package.json': '{"name":"posthog-node","version":"5.9.2","main":"index.js"}',
  'node_modules/posthog-node/index.js': `exports.capture = () => {
  setTimeout(() => fetch('https://us.i.posthog.com/batch/', { method: 'POST' }).catch(() => {}), 5)
}\n`,
  'node_modules/unleash/package.json': '{"name":"unleash","version":"6.9.0","dependencies":{"quiet-retry":"*"}}',
  'node_modules/unleash/index.js': "exports.start = () => require('quiet-retry').run()\n",
  'node_modules/quiet-retry/package.json': '{"name":"quiet-retry","version":"1.0.0"}',
  'node_modules/quiet-retry/index.js': `exports.run = () => fetch('http://flags.example/api').catch(() => {})\n`,
  'package.json': '{"name":"golden","dependencies":{"posthog-node":"*","unleash":"*"}}',
}

const shades = { plain: { NO_COLOR: '1' }, colours: { FORCE_COLOR: '1' } } as const

function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}

function printed(folder: string, args: readonly string[], shade: keyof typeof shades): string {
  const { NO_COLOR: _no, FORCE_COLOR: _force, COLUMNS: _columns, CI: _ci, ...env } = outsideEnvironment()
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    env: { ...env, ...shades[shade], COLUMNS: '80' },
    encoding: 'utf8',
  })
  return withoutPlaces(stdout + stderr, folder)
}

/** Without what differs from run to run, and from machine to machine. */
function withoutPlaces(text: string, folder: string): string {
  return (
    text
      .replaceAll(folder, '/project')
      .replaceAll(/\d+(?:\.\d+)?(?:[^\w\s]+\[\d+m)* ?m?s\b/g, '0 ms')
      // Runners mark what was slow, which depends on how busy the machine is.
      .replaceAll('\u001B[33m 0 ms', '\u001B[32m 0 ms')
      .replaceAll(/ \((?:[^\w\s]+\[\d+m)*0 ms(?:[^\w\s]+\[\d+m)*\)$/gm, '')
      .replaceAll(/\bat: \d+/g, 'at: 0')
      .replaceAll(/^.*(?:Start at|Duration|Isolate|faster with|Time:|RUN).*$\n/gm, '')
      .replaceAll(/^.*(?:node_modules\/\.pnpm|core\/dist)\/.*$\n/gm, '')
      .replaceAll(/child process \d+/g, 'child process 1')
      .replaceAll(/[ \t]+$/gm, '')
  )
}

const shadesTried = Object.keys(shades) as (keyof typeof shades)[]

test.each(vitestMajors.flatMap((major) => shadesTried.map((shade) => ({ major, shade }))))(
  'what Vitest $major prints of failures, $shade',
  async ({ major, shade }) => {
    const config = `import { agentguard } from '@agentguard/vitest'
export default {
  plugins: [agentguard({ allow: ['GET https://api.weather.com/v1/*'], deny: ['evil.example'] })],
  test: { globals: true, include: ['golden/*.test.js'] },
}\n`
    const text = await withFixture({ major }, async (folder) => {
      writeFiles(folder, { ...packages, 'golden.config.mjs': config, 'golden/failures.test.js': suite })
      const vitest = join(folder, '../../node_modules/vitest/vitest.mjs')
      return printed(folder, [vitest, 'run', '--config=golden.config.mjs'], shade)
    })

    await expect(text).toMatchFileSnapshot(join(golden, `vitest-${shade}.txt`))
  },
)

test.each(jestMajors.flatMap((major) => shadesTried.map((shade) => ({ major, shade }))))(
  'what Jest $major prints of failures, $shade',
  async ({ major, shade }) => {
    const config = {
      reporters: ['jest-environment-agentguard/reporter', 'default'],
      testEnvironmentOptions: { allow: ['GET https://api.weather.com/v1/*'], deny: ['evil.example'] },
      testMatch: ['**/golden/*.test.js'],
    }
    const text = await withJest({ major, args: [], config }, async ({ folder }) => {
      writeFiles(folder, { ...packages, 'golden/failures.test.js': suite })
      const jest = join(folder, '../../node_modules/jest/bin/jest.js')
      return Promise.resolve(printed(folder, [jest, '--config=jest.config.json', '--runInBand'], shade))
    })

    await expect(text).toMatchFileSnapshot(join(golden, `${major === 29 ? 'jest-29' : 'jest'}-${shade}.txt`))
  },
)
