import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type ForeignServer, startForeignServer } from './vitest/foreign-server.ts'

const page = readFileSync(join(import.meta.dirname, '../../../docs/lock.md'), 'utf8')
const [forJest = '', forVitest = ''] = page.split('\n## The same in Vitest')
const projects = join(import.meta.dirname, '../projects')

let server: ForeignServer
beforeAll(async () => {
  server = await startForeignServer()
})
afterAll(() => server.stop())

/** One block of the page: a command line, or a file that it names in its first line. */
type Block = { readonly line: string } | { readonly file: string; readonly text: string }

function blocksOf(text: string): readonly Block[] {
  return [...text.matchAll(/^```(sh|js)\n([\s\S]*?)^```/gm)].flatMap(
    ([, language = '', code = '']): readonly Block[] => {
      if (language === 'sh')
        return code
          .trim()
          .split('\n')
          .map((line) => ({ line }))
      const [, file] = /^\/\/ (\S+)\n/.exec(code) ?? []
      return file === undefined ? [] : [{ file, text: code }]
    },
  )
}

interface Outcome {
  readonly line: string
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A project with one test file that reaches a server of somebody else's, where the runner and our packages are installed. */
function createProject(name: string): string {
  const runs = join(projects, name, 'runs')
  mkdirSync(runs, { recursive: true })
  const folder = mkdtempSync(join(runs, 'docs-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  write(
    folder,
    'package.json',
    JSON.stringify({ private: true, type: name.startsWith('jest') ? 'commonjs' : 'module' }),
  )
  write(folder, 'test/weather.test.js', testOf(name, server.url))
  return folder
}

// One that the test starts itself, which is no egress and so in no lock.
const ownServer = `  const own = process.getBuiltinModule('node:http').createServer((_, response) => response.end())
  await new Promise((resolve) => own.listen(0, '127.0.0.1', resolve))
  await fetch('http://127.0.0.1:' + own.address().port)
  await new Promise((resolve) => own.close(resolve))
`

function testOf(name: string, ...urls: readonly string[]): string {
  const calls = urls.map((url) => `  await fetch('${url}')\n`).join('')
  const body = `test('reports the forecast', async () => {\n${ownServer}${calls}})\n`
  return name.startsWith('jest') ? body : `import { test } from 'vitest'\n\n${body}`
}

function write(folder: string, file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}

/** As a user's shell, where `npx` finds what the project has installed. */
function runLine(folder: string, name: string, line: string): Outcome {
  const hidden = /^(VITEST|JEST|NODE_OPTIONS|NODE_ENV|FORCE_COLOR|GITHUB_ACTIONS|CI$|TEST$|AGENTGUARD_)/
  const kept = Object.fromEntries(Object.entries(process.env).filter(([key]) => !hidden.test(key)))
  const bin = join(projects, name, 'node_modules/.bin')
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line.replace(/^npx /, '')], {
    cwd: folder,
    env: { ...kept, NO_COLOR: '1', PATH: [bin, dirname(process.execPath), process.env['PATH']].join(delimiter) },
    encoding: 'utf8',
  })
  return { line, code: status, stdout, stderr }
}

/** Does what the page says, from its first line to its last. */
function follow(folder: string, name: string, blocks: readonly Block[]): readonly Outcome[] {
  return blocks.flatMap((block) => {
    if ('line' in block) return [runLine(folder, name, block.line)]
    write(folder, block.file, block.text)
    return []
  })
}

test('the way from an audit to an export, as the page goes it with Jest', () => {
  const folder = createProject('jest30')
  const outcomes = follow(folder, 'jest30', blocksOf(forJest))
  const source = readFileSync(join(folder, 'test/weather.test.js'), 'utf8')
  const { host } = new URL(server.url)
  const rule = host.replace('127.0.0.1', 'localhost')
  const told = (line: string): string =>
    outcomes
      .filter((outcome) => outcome.line === line)
      .map(({ stdout }) => stdout)
      .join()

  expect(outcomes.filter(({ code }) => code !== 0)).toEqual([])
  expect(outcomes.map(({ line }) => line)).toContain('npx agentguard export --to sandbox-runtime')
  expect(source.startsWith(`// own code, 1 test\n// @agentguard allow=${rule}\n`)).toBe(true)
  expect(readFileSync(join(folder, 'egress.lock.json'), 'utf8')).toContain(
    `"test/weather.test.js": {\n      "${rule}": { "rules": ["${rule}"], "packages": [] }\n    }`,
  )
  expect(told('npx agentguard export --to list')).toBe(`${rule}\n`)
  expect(told('npx agentguard export --to deno')).toContain(`--allow-net=${rule}`)
})

test('the lock fails a run with Jest on a destination that a rule allows, until it is accepted', () => {
  const folder = createProject('jest30')
  const toTheLock = blocksOf(forJest).filter((block) => 'file' in block || /jest$|--write$/.test(block.line))
  follow(folder, 'jest30', toTheLock)
  write(folder, 'test/new.test.js', `// @agentguard allow=localhost\n${testOf('jest30', server.url)}`)
  const refused = runLine(folder, 'jest30', 'npx jest')
  const before = readFileSync(join(folder, 'egress.lock.json'), 'utf8')
  const accepted = runLine(folder, 'jest30', 'npx jest -u')

  expect(refused).toMatchObject({ code: 1 })
  expect(refused.stderr).toContain('1 new destination')
  expect(refused.stderr).toContain('in    test/new.test.js')
  expect(refused.stderr).toContain('accept it with  jest -u')
  expect(before).not.toContain('test/new.test.js')
  expect(accepted.code).toBe(0)
  expect(readFileSync(join(folder, 'egress.lock.json'), 'utf8')).toContain('test/new.test.js')
  expect(runLine(folder, 'jest30', 'npx jest --ci').code).toBe(0)
})

test('the same way with Vitest', () => {
  const folder = createProject('vitest5')
  const [audit, keep] = blocksOf(forVitest)
  const first = follow(
    folder,
    'vitest5',
    [audit, { line: 'npx vitest run' }, { line: 'npx agentguard suggest --write' }].filter(
      (block) => block !== undefined,
    ),
  )
  const then = follow(
    folder,
    'vitest5',
    [keep, { line: 'npx vitest run' }, { line: 'npx agentguard lock --check --stale' }].filter(
      (block) => block !== undefined,
    ),
  )
  write(folder, 'test/new.test.js', `// @agentguard allow=localhost\n${testOf('vitest5', server.url)}`)
  const lines = ['npx vitest run', 'npx vitest run -u', 'npx vitest run']
  const changed = lines.map((line) => runLine(folder, 'vitest5', line))

  expect([...first, ...then].filter(({ code }) => code !== 0)).toEqual([])
  expect(existsSync(join(folder, 'egress.lock.json'))).toBe(true)
  expect(changed.map(({ code }) => code)).toEqual([1, 0, 0])
  expect(changed[0]?.stdout.concat(changed[0].stderr)).toContain('accept it with  vitest -u')
})
