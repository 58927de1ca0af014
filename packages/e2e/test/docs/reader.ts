import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

export type Runner = 'jest' | 'vitest'

export interface Outcome {
  readonly code: number | null
  /** All that was printed. */
  readonly text: string
}

/** A reader who follows a page, with a project where a runner and our built packages are installed. */
export interface Reader {
  readonly runner: Runner
  readonly folder: string
  /** The variables of the reader's shell. */
  readonly env: NodeJS.ProcessEnv
  write(file: string, text: string): void
  remove(file: string): void
  /** Runs a line of a shell, with the programs of the project on its path. */
  run(line: string): Promise<Outcome>
  leave(): void
}

const e2e = join(import.meta.dirname, '../..')
const fixture = join(e2e, 'fixtures/reader')
const projects = { jest: join(e2e, 'projects/jest30'), vitest: join(e2e, 'projects/vitest5') }

// Packages of the pages that other packages of this workspace have installed.
const borrowed = { '@anthropic-ai/sdk': 'sdks', '@modelcontextprotocol/sdk': 'sdks', nock: 'bench' }

/** A project as a reader may have it: tools and their tests, and packages that talk to their servers. */
export function createReader(runner: Runner): Reader {
  const runs = join(projects[runner], 'runs')
  mkdirSync(runs, { recursive: true })
  const folder = mkdtempSync(join(runs, 'docs-'))
  cpSync(join(fixture, runner), folder, { recursive: true })
  cpSync(join(fixture, 'packages'), join(folder, 'node_modules'), { recursive: true })
  for (const [name, from] of Object.entries(borrowed)) {
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true })
    symlinkSync(join(e2e, '..', from, 'node_modules', name), join(folder, 'node_modules', name), 'junction')
  }
  const env = environment(runner)
  return {
    runner,
    folder,
    env,
    write(file, text) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), text)
    },
    remove: (file) => rmSync(join(folder, file)),
    run: (line) => runLine(line, folder, env),
    leave: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** As in a reader's shell: none of the marks that the outer Vitest leaves. No host name leads to a server. */
function environment(runner: Runner): NodeJS.ProcessEnv {
  const marks = /^(VITEST|JEST|NODE_OPTIONS|NODE_ENV|FORCE_COLOR|GITHUB_|CI$|TEST$|VITE_|AGENTGUARD_)/
  const kept = Object.entries(process.env).filter(([name]) => !marks.test(name))
  const bins = [join(projects[runner], 'node_modules/.bin'), dirname(process.execPath)]
  return {
    ...Object.fromEntries(kept),
    NO_COLOR: '1',
    NODE_OPTIONS: `--require=${join(fixture, 'no-name-leads-out.cjs')}`,
    PATH: [...bins, process.env['PATH']].join(delimiter),
  }
}

async function runLine(line: string, cwd: string, env: NodeJS.ProcessEnv): Promise<Outcome> {
  const child = spawn('sh', ['-c', line], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  // With all that it started: a runner may wait for what a test has left open.
  const hangs = setTimeout(() => process.kill(-Number(child.pid), 'SIGKILL'), 60_000)
  const chunks: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk))
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve)
  })
  clearTimeout(hangs)
  return { code, text: stripVTControlCharacters(chunks.join('')) }
}
