import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
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
  cpSync(source, dist, { recursive: true, filter: (path) => !/\.(?:compiled|proven)/.test(path) })
})

afterEach(() => rmSync(folder, { recursive: true }))

const guardsProcess =
  "const guard = installGuard(); require('net').connect(80, 'api.example.com').on('error', () => {}); guard.uninstall()"

/** Each check of a channel for connections creates a socket, which Node announces. */
const countsChecks = (before: string, after = ''): string => `
  let checks = 0
  require('diagnostics_channel').subscribe('net.client.socket', () => { checks += 1 })
  ${before}
  installGuard()
  ${after}
  say({ checks })`

test('the first process keeps what V8 compiled, and later ones start from it', () => {
  run(guardsProcess)
  const [name = ''] = keptIn(dist, '.compiled')
  const { mtimeMs, size } = statSync(join(dist, name))
  run(guardsProcess)

  expect(size).toBeGreaterThan(100_000)
  expect(keptIn(dist, '.compiled')).toEqual([name])
  expect(statSync(join(dist, name))).toMatchObject({ mtimeMs, size })
})

test('compiled code that V8 refuses is replaced, and the guard works meanwhile', () => {
  run(guardsProcess)
  const [name = ''] = keptIn(dist, '.compiled')
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

test('processes with and without --expose-gc leave the code of the others', () => {
  for (const flags of [[], ['--expose-gc']]) run(guardsProcess, flags)
  const kept = timesOf(keptIn(dist, '.compiled'))
  for (const flags of [[], ['--expose-gc']]) run(guardsProcess, flags)

  expect(kept).toHaveLength(2)
  expect(timesOf(keptIn(dist, '.compiled'))).toEqual(kept)
})

const timesOf = (names: readonly string[]): readonly number[] => names.map((name) => statSync(join(dist, name)).mtimeMs)

test('NODE_DISABLE_COMPILE_CACHE turns it off', () => {
  run(guardsProcess, [], { NODE_DISABLE_COMPILE_CACHE: '1' })

  expect([...keptIn(dist, '.compiled'), ...keptIn(dist, '.proven')]).toEqual([])
})

test('where the folder cannot be written to, the children of a run share what the first one compiled', () => {
  run(guardsProcess)
  const [name = ''] = keptIn(dist, '.compiled')
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

test('channels that one process has seen to work on this Node are not checked again by later ones', () => {
  const program = countsChecks("for (const module of ['net', 'dgram', 'dns', 'http']) require(module)")
  const first = run(program)
  const second = run(program)
  const [name = ''] = keptIn(dist, '.proven')
  const [, ...channels] = readFileSync(join(dist, name), 'utf8').split('\n')
  writeFileSync(join(dist, name), ['another Node', ...channels].join('\n'))
  const onAnother = run(program)
  const afterwards = run(program)

  expect(channels).toEqual(expect.arrayContaining(['tcp', 'pipe', 'udp', 'dns', 'resolver', 'bytes', 'http']))
  expect(first['checks']).toBeGreaterThan(0)
  expect(second).toEqual({ checks: 0 })
  expect(onAnother).toEqual(first)
  expect(afterwards).toEqual({ checks: 0 })
})

test('a channel is checked by the first process that loads its module, when it does', () => {
  run(countsChecks("require('net')"))
  const program = countsChecks("require('net')", "require('http')")

  expect(run(program)['checks']).toBeGreaterThan(0)
  expect(run(program)).toEqual({ checks: 0 })
})

test('what a mocking library answers proves nothing', () => {
  run(`require('net').Socket.prototype.connect = () => {}; installGuard().uninstall()`)

  expect(keptIn(dist, '.proven').map((name) => readFileSync(join(dist, name), 'utf8').split('\n').slice(1))).toEqual([
    ['module'],
  ])
})

test('a process that may not write there is guarded, and leaves the folder unchanged', () => {
  const flags = ['--permission', `--allow-fs-read=${folder}/*`]
  const { violations } = run(`${guardsProcess}; say({ violations: guard.violations.length })`, flags)

  expect(violations).toBe(1)
  expect([...keptIn(dist, '.compiled'), ...keptIn(dist, '.proven')]).toEqual([])
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

function keptIn(directory: string, ending: '.compiled' | '.proven'): string[] {
  return readdirSync(directory).filter((name) => name.endsWith(ending))
}
