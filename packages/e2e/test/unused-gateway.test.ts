import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type JestMajor, jestMajors, modes, runJest } from './jest/run-jest.ts'
import { type ForeignServer, startForeignServer } from './vitest/foreign-server.ts'
import { runVitest, type VitestMajor, vitestMajors } from './vitest/run-vitest.ts'

const fixtures = join(import.meta.dirname, '../fixtures/unused')
const doctor = [join(import.meta.dirname, '../../core/dist/agentguard.js'), 'doctor']
const said = spawnSync(process.execPath, doctor, { encoding: 'utf8' }).stdout
const hasGateway = said.includes('isolate  works')
if (!hasGateway) console.warn(`Not tested: a suite that starts a program behind the gateway (${said.trim()})`)

let server: ForeignServer
beforeAll(async () => {
  server = await startForeignServer()
})
afterAll(() => server.stop())

/** The state of a run when its last test ended, and what its processes and threads noted until then. */
interface Traces {
  /** The command lines of all its processes. */
  readonly commands: readonly string[]
  readonly networks: readonly string[]
  /** Files of the gateway. */
  readonly files: readonly string[]
  /** How many threads the thread that runs the tests has started. */
  readonly threads: number
  /** The built files of the core that were compiled. */
  readonly scripts: readonly string[]
}

type Environment = Readonly<Record<string, string>>
type Run = (text: string, env: Environment) => Promise<{ readonly text: string; readonly code: number | null }>

const inVitest = (major: VitestMajor, pool: string): Run => {
  const args = [`--pool=${pool}`, 'tests/unused']
  return async (text, env) => runVitest({ major, args, files: { 'tests/unused.test.ts': text }, env })
}

const inJest = (major: JestMajor, args: readonly string[]): Run => {
  const imports = /^import.*$/m
  const filesOf = (text: string): Environment => ({ 'unused.test.js': text.replace(imports, '') })
  return async (text, env) => runJest({ major, args: [...args, 'unused'], files: filesOf(text), env })
}

const runs: readonly (readonly [string, Run])[] = [
  ...vitestMajors.flatMap((major) =>
    ['forks', 'threads'].map((pool) => [`Vitest ${major}, ${pool}`, inVitest(major, pool)] as const),
  ),
  ...jestMajors.flatMap((major) =>
    (['in band', 'in workers'] as const).map((mode) => [`Jest ${major}, ${mode}`, inJest(major, modes[mode])] as const),
  ),
]

const suite = (code: string): string => `// @agentguard subprocess=isolate allow=localhost
import { expect, test } from 'vitest'
test('fetches', async () => {
  const answer = await fetch(process.env.FOREIGN_URL)
  expect(await answer.text()).toBe('reached')
})
test('may start a program', () => {
  ${code}
})
test('looks', () => {
  process.getBuiltinModule('node:module').createRequire(process.env.LOOK)(process.env.LOOK)()
})`

async function tracesOf(run: Run, code: string): Promise<Traces> {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-unused-'))
  const paths = { NOTES: join(folder, 'notes'), SEEN: join(folder, 'seen.json') }
  const preload = `--require=${join(fixtures, 'note.cjs')}`
  const env = { ...paths, NODE_OPTIONS: preload, TMPDIR: folder, LOOK: join(fixtures, 'look.cjs') }
  try {
    const outcome = await run(suite(code), { ...env, FOREIGN_URL: server.url })
    expect(outcome.code, outcome.text).toBe(0)
    const notes = readFileSync(paths.NOTES, 'utf8').trim().split('\n')
    // `look.cjs` wrote it.
    const { tester, ...seen } = JSON.parse(readFileSync(paths.SEEN, 'utf8')) as Traces & { readonly tester: string }
    return {
      ...seen,
      threads: notes.filter((note) => note === `${tester} started a thread`).length,
      scripts: notes.filter((note) => note.endsWith('js')),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe.skipIf(process.platform !== 'linux').each(runs)(
  'a suite under isolate, in %s',
  { timeout: 60_000 },
  (_, run) => {
    test('that starts no program makes no namespace, process, thread or file of the gateway, and loads none of its code', async () => {
      const { commands, ...traces } = await tracesOf(run, '')

      expect(commands.join('\n')).toMatch(/jest|vitest/)
      expect(commands.join('\n')).not.toContain('gateway')
      expect(traces.scripts.some((script) => script.startsWith('internal.'))).toBe(true)
      expect(traces.scripts.filter((script) => /late|gateway/.test(script))).toEqual([])
      expect(traces).toMatchObject({ networks: [readlinkSync('/proc/self/ns/net')], threads: 0, files: [] })
    })

    test.skipIf(!hasGateway)('that starts one has each of these', async () => {
      const { commands, ...traces } = await tracesOf(
        run,
        "process.getBuiltinModule('node:child_process').spawnSync('curl', ['--version'])",
      )

      expect(commands.filter((command) => command.includes('gateway-agent.cjs'))).toHaveLength(1)
      expect(traces.scripts).toContain('late.cjs')
      expect(traces).toMatchObject({ threads: 1 })
      expect(traces.networks).toHaveLength(2)
      expect(traces.files.some((file) => file.endsWith('gateway.state'))).toBe(true)
    })
  },
)
