import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { dropQuickRetries, quickRetries } from '../../../src/guard/spool/quick-retries.ts'
import { noEgress } from '../../../src/index.ts'

const names = ['npm', 'pnpm'].flatMap((tool) => ['min', 'max'].map((end) => `${tool}_config_fetch_retry_${end}timeout`))
const folder = mkdtempSync(join(tmpdir(), 'quick-retries-'))
afterAll(() => rmSync(folder, { recursive: true }))

// Of the run of these tests itself, which a package manager may have started.
const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/fetch_retry/i.test(name)))

const print = `console.log(${JSON.stringify(names)}.map((name) => process.env[name] ?? '-').join(' '))\n`

/** What a script of this name sees, started by Node and by a shell below it. */
async function seen(script: string, env: NodeJS.ProcessEnv = {}): Promise<readonly string[]> {
  const file = join(folder, script)
  writeFileSync(file, `#!${process.execPath}\n${print}`, { mode: 0o755 })
  const options = { env: { ...own, ...env }, encoding: 'utf8' } as const
  return noEgress(() => {
    const direct = spawnSync(process.execPath, [file], options)
    const shell = spawnSync('sh', ['-c', `'${process.execPath}' '${file}'; true`], options)
    return [direct.stdout + direct.stderr, shell.stdout + shell.stderr].map((text) => text.trim())
  })
}

test.each(['npm-cli.js', 'npx-cli.js', 'npm', 'pnpm.cjs', 'pnpm.mjs', 'pnpx.js'])(
  '%s asks a blocked registry again at once, started by Node or by a shell',
  async (script) => {
    expect(await seen(script)).toEqual(Array(2).fill('100 1000 100 1000'))
  },
)

test.each(['server.cjs', 'my-npm.cjs', 'npm-check.cjs'])(
  '%s sees the environment that it was given',
  async (script) => {
    expect(await seen(script)).toEqual(Array(2).fill('- - - -'))
  },
)

test.each([
  [{ npm_config_fetch_retry_mintimeout: '7' }, '7 1000 100 1000'],
  [{ PNPM_CONFIG_FETCH_RETRY_MAXTIMEOUT: '7' }, '100 1000 100 -'],
])("the user's %o wins, for a package manager and for any other script", async (env, text) => {
  expect(await seen('npm-cli.js', env)).toEqual(Array(2).fill(text))
  const others = names.map((name) => (env as NodeJS.ProcessEnv)[name] ?? '-').join(' ')
  expect(await seen('server.cjs', env)).toEqual(Array(2).fill(others))
})

const ask = (end: string): readonly string[] => [
  'config',
  'get',
  `fetch-retry-${end}timeout`,
  '--userconfig=no-user',
  '--globalconfig=no-global',
]

test.skipIf(process.platform === 'win32')('the npm beside Node reads these variables', async () => {
  const env = { ...own, PATH: `${dirname(process.execPath)}${delimiter}${own['PATH'] ?? ''}` }
  const found = await noEgress(() =>
    ['min', 'max'].map((end) => spawnSync('npm', ask(end), { cwd: folder, env, encoding: 'utf8' }).stdout.trim()),
  )

  expect(found).toEqual(['100', '1000'])
})

test('dropQuickRetries leaves what a program between the two has changed', () => {
  const [name = ''] = names
  process.env[name] = '7'
  dropQuickRetries([name], '/project/server.js')
  const left = process.env[name]
  delete process.env[name]

  expect(left).toBe('7')
  expect(Object.keys(quickRetries({}))).toEqual(names)
})
