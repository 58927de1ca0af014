import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { observeEgress } from '../src/index.ts'

let folder: string
let dist: string

// A copy: other processes use the package's own folder meanwhile.
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'load-core-'))
  dist = join(folder, 'dist')
  const source = join(import.meta.dirname, '../dist')
  cpSync(source, dist, { recursive: true, filter: (path) => !path.includes('.compiled') })
})

afterEach(() => rmSync(folder, { recursive: true }))

const guardsProcess =
  "const guard = installGuard(); require('net').connect(80, 'api.example.com').on('error', () => {}); guard.uninstall()"

test('the first process keeps what V8 compiled, and later ones start from it', () => {
  run(guardsProcess)
  const [name = ''] = compiledIn(dist)
  const { mtimeMs, size } = statSync(join(dist, name))
  run(guardsProcess)

  expect(size).toBeGreaterThan(100_000)
  expect(compiledIn(dist)).toEqual([name])
  expect(statSync(join(dist, name))).toMatchObject({ mtimeMs, size })
})

test('compiled code that V8 refuses is replaced, and the guard works meanwhile', () => {
  run(guardsProcess)
  const [name = ''] = compiledIn(dist)
  writeFileSync(join(dist, name), 'spoiled')
  const { violations } = run(`${guardsProcess}; say({ violations: guard.violations.length })`)

  expect(violations).toBe(1)
  expect(statSync(join(dist, name)).size).toBeGreaterThan(100_000)
})

test('flags of V8 that change what it compiles do no harm', () => {
  run(guardsProcess)
  const { violations } = run(`${guardsProcess}; say({ violations: guard.violations.length })`, [
    '--no-opt',
    '--stress-lazy-source-positions',
  ])

  expect(violations).toBe(1)
})

test('NODE_DISABLE_COMPILE_CACHE turns it off', () => {
  run(guardsProcess, [], { NODE_DISABLE_COMPILE_CACHE: '1' })

  expect(compiledIn(dist)).toEqual([])
})

test('where the folder cannot be written to, the children of a run share what the first one compiled', () => {
  run(guardsProcess)
  const [name = ''] = compiledIn(dist)
  rmSync(join(dist, name))
  // A folder in its place can be neither read as a file nor replaced, by root either.
  mkdirSync(join(dist, name, 'in the way'), { recursive: true })
  const runs = join(folder, 'runs')
  mkdirSync(runs)
  const { shared } = run(
    `observeEgress(() => {
      require('child_process').spawnSync(process.execPath, ['-e', '0'])
      say({ shared: require('fs').readdirSync(${JSON.stringify(runs)}, { recursive: true }) })
    })`,
    [],
    { TMPDIR: runs },
  )

  expect((shared as string[]).filter((path) => path.endsWith(name))).toHaveLength(1)
  expect(readdirSync(dist).filter((path) => path.startsWith(`${name}.`))).toEqual([])
})

test('a context with its own globals gets a core that uses them, and needs few', () => {
  // Runners make the others when they are first read, and not once the test file is over.
  const said = run(`
    const { createContext, runInContext } = require('vm')
    const { readFileSync } = require('fs')
    const context = createContext({ process, Buffer, queueMicrotask })
    const load = (path) => {
      const module = { exports: {} }
      const wrapped = '(function (exports, require, module, __filename, __dirname) {' + readFileSync(path, 'utf8') + '})'
      const inner = (name) => (/^(?:[./]|[A-Z]:)/.test(name) ? load(require('path').resolve(${JSON.stringify(dist)}, name)) : require(name))
      runInContext(wrapped, context)(module.exports, inner, module, path, ${JSON.stringify(dist)})
      return module.exports
    }
    const { installGuard: inner } = load(${JSON.stringify(join(dist, 'index.cjs'))})
    const guard = inner({ deny: 'GET http://192.0.2.1/tea' })
    require('http').get('http://192.0.2.1/tea').on('error', () => {
      const reached = guard.violations.map(({ url }) => url)
      guard.uninstall()
      say({ reached, inContext: inner instanceof runInContext('Function', context), outside: installGuard instanceof Function })
    })`)

  expect(said).toEqual({ reached: ['http://192.0.2.1/tea'], inContext: true, outside: true })
})

test('a child may read every global, although lazy ones load modules that the gates wait for', async () => {
  const script =
    'for (const name of Reflect.ownKeys(globalThis)) try { globalThis[name] } catch {}; require("http").WebSocket'
  const statuses: (number | null)[] = []

  await observeEgress(() => void statuses.push(spawnSync(process.execPath, ['-e', script]).status))

  expect(statuses).toEqual([0])
})

/** Runs code with the copy's functions; what it passes to `say` last comes back. */
function run(code: string, flags: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Record<string, unknown> {
  const program = `
    const { installGuard, observeEgress } = require(${JSON.stringify(join(dist, 'index.cjs'))})
    const say = (value) => process.stdout.write(JSON.stringify(value))
    ${code}`
  const output = execFileSync(process.execPath, [...flags, '--eval', program], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  })
  return output === '' ? {} : (JSON.parse(output) as Record<string, unknown>)
}

function compiledIn(directory: string): string[] {
  return readdirSync(directory).filter((name) => name.endsWith('.compiled'))
}
