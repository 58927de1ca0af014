import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startFar } from './far/start-far.ts'
import { findProblem } from './gateway/run-program.ts'

const far = await startFar()
const why = await findProblem()
const dist = join(import.meta.dirname, '../../dist')

/** What a process has of the gateway after it has done something under `isolate`. */
interface Traces {
  /** Those that it did not have before. */
  readonly threads: number
  /** The names of its child processes. */
  readonly children: readonly string[]
  /** What the guard has written. */
  readonly files: readonly string[]
  readonly loadsLateParts: boolean
}

function tracesOf(work: string): Traces {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-unused-'))
  const text = `
    const { get } = require('http')
    const { globSync, readdirSync, readFileSync } = require('fs')
    const { Session } = require('inspector')
    const scripts = []
    const session = new Session()
    session.connect()
    session.on('Debugger.scriptParsed', ({ params }) => scripts.push(params.url))
    session.post('Debugger.enable')
    const { observeEgress } = require(${JSON.stringify(`${dist}/index.cjs`)})
    const countThreads = () => readdirSync('/proc/self/task').length
    const before = countThreads()
    const statOf = (pid) => { try { return readFileSync('/proc/' + pid + '/stat', 'latin1') } catch { return '' } }
    const isChild = (stat) => Number(stat.slice(stat.lastIndexOf(')')).split(' ')[2]) === process.pid
    const load = (url) => new Promise((done) => get(url, (answer) => answer.on('end', done).resume()).on('error', done))
    observeEgress({ subprocess: 'isolate', allow: 'localhost:${far.ports.http}' }, async () => { ${work} }).then(() => {
      const stats = readdirSync('/proc').filter((name) => /^\\d+$/.test(name)).map(statOf).filter(isChild)
      console.log(JSON.stringify({
        threads: countThreads() - before,
        children: stats.map((stat) => /\\((.*)\\)/.exec(stat)[1]),
        files: globSync('**/*', { cwd: process.env.TMPDIR }),
        loadsLateParts: scripts.some((url) => url.endsWith('late.cjs')),
      }))
      process.exit()
    })`
  const env = { ...process.env, TMPDIR: folder }
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', text], { env, encoding: 'utf8' })
  rmSync(folder, { recursive: true, force: true })
  expect(stderr).toBe('')
  // It prints nothing else.
  return JSON.parse(stdout) as Traces
}

describe.skipIf(process.platform !== 'linux')('a process under isolate that starts no program', () => {
  test('loads nothing of the gateway, and has no thread, process or file for it', () => {
    const traces = tracesOf(`await load('http://127.0.0.1:${far.ports.http}/')`)

    expect(traces).toEqual({ threads: 0, children: [], files: [], loadsLateParts: false })
  })

  test('has no thread, process or file for it where it blocks a connection either', () => {
    const traces = tracesOf(`await load('http://127.0.0.1:${far.ports.tcp}/')`)

    expect(traces).toMatchObject({ threads: 0, children: [], files: [] })
  })

  test.skipIf(why !== undefined)('has all of these once it starts one', () => {
    const traces = tracesOf("require('child_process').spawnSync('curl', ['--version'])")

    expect(traces.threads).toBeGreaterThan(0)
    expect(traces.children).toHaveLength(1)
    expect(traces.files.some((file) => file.endsWith('gateway.state'))).toBe(true)
    expect(traces.loadsLateParts).toBe(true)
  })
})
