import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, afterEach, expect, test } from 'vitest'
import { jestMajors } from './jest/run-jest.ts'
import { outsideEnvironment, vitestMajors } from './vitest/run-vitest.ts'

const projects = join(import.meta.dirname, '../projects')
const folders: string[] = []
const servers = await Promise.all(['allowed', 'package', 'denied'].map(listen))
const [allowed, own, denied] = servers.map(({ port }) => `localhost:${port}`)
const marks = { jest: 'package.json', vitest: 'vitest.config.mjs' }

afterEach(() => {
  for (const server of servers) server.arrivals = 0
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})
afterAll(() => {
  for (const { server } of servers) server.close()
})

/** A real server, in this process, which is not guarded. */
async function listen(name: string) {
  const counted = { name, arrivals: 0, port: 0, server: createServer() }
  counted.server.on('connection', (socket) => {
    counted.arrivals += 1
    socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n')
  })
  await new Promise<void>((resolve) => counted.server.listen(0, '127.0.0.1', resolve))
  counted.port = (counted.server.address() as AddressInfo).port
  return counted
}

const reach = servers
  .map(({ name, port }) => `test('${name}', () => fetch('http://localhost:${port}/').catch(() => {}))`)
  .join('\n')
const runners = [
  ...jestMajors.map((major) => ({ runner: 'jest', major }) as const),
  ...vitestMajors.map((major) => ({ runner: 'vitest', major }) as const),
]
type Runner = (typeof runners)[number]

/** A pnpm workspace with three packages, whose runner and our package resolve to what a project has installed. */
function workspace({ runner, major }: Runner, files: Readonly<Record<string, string>>): string {
  const runs = join(projects, `${runner}${major}/runs`)
  mkdirSync(runs, { recursive: true })
  const root = mkdtempSync(join(runs, 'workspace-'))
  folders.push(root)
  const config =
    runner === 'jest'
      ? '{"jest":{"testEnvironment":"agentguard","transform":{},"reporters":["default","jest-environment-agentguard/reporter"]}}'
      : "import { agentguard } from '@agentguard/vitest'\nexport default { plugins: [agentguard()], test: { globals: true } }\n"
  const all = { 'pnpm-workspace.yaml': 'packages: [packages/*]\n', '.git': '', ...files }
  for (const name of ['weather', 'mail', 'bank']) {
    write(root, `packages/${name}/${marks[runner]}`, config)
    write(root, `packages/${name}/tools/a.test.js`, reach)
    symlinkSync(join(projects, `${runner}${major}/node_modules`), join(root, `packages/${name}/node_modules`))
  }
  for (const [name, text] of Object.entries(all)) write(root, name, text)
  return root
}

function write(root: string, name: string, text: string): void {
  mkdirSync(dirname(join(root, name)), { recursive: true })
  writeFileSync(join(root, name), text)
}

interface Outcome {
  readonly code: number | null
  readonly text: string
  /** Of the servers, those that something reached. */
  readonly reached: readonly string[]
}

async function run({ runner }: Runner, folder: string): Promise<Outcome> {
  const script = runner === 'jest' ? 'jest/bin/jest.js' : 'vitest/vitest.mjs'
  const args = [join(folder, 'node_modules', script), ...(runner === 'vitest' ? ['run'] : ['--runInBand'])]
  const before = servers.map(({ arrivals }) => arrivals)
  const child = spawn(process.execPath, args, { cwd: folder, env: { ...outsideEnvironment(), NO_COLOR: '1' } })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  const reached = servers.filter(({ arrivals }, index) => arrivals > (before[index] ?? 0)).map(({ name }) => name)
  return { code, text: stripVTControlCharacters(text), reached }
}

test.each(runners)('one config at the root of a workspace holds for the packages of $runner $major', async (runner) => {
  const root = workspace(runner, {
    'agentguard.config.json': JSON.stringify({
      allow: [allowed],
      deny: [denied],
      files: { 'packages/mail/tools/**': { allow: [own] } },
    }),
    'packages/bank/agentguard.config.mjs': `export default { allow: [${JSON.stringify(own)}, ${JSON.stringify(denied)}] }\n`,
  })
  const weather = await run(runner, join(root, 'packages/weather'))
  expect(weather.reached, weather.text).toEqual(['allowed'])
  expect(weather.text).toContain(`Egress blocked: GET http://${own}/`)
  expect(weather.code).toBe(1)

  const mail = await run(runner, join(root, 'packages/mail'))
  expect(mail.reached, mail.text).toEqual(['allowed', 'package'])
  expect(mail.text).toContain(`denied by ${denied}`)

  // The nearest config counts alone, and cannot allow what the one further up denies.
  const bank = await run(runner, join(root, 'packages/bank'))
  expect(bank.reached, bank.text).toEqual(['package'])
})

test.each(runners)('a mistake in a config fails $runner $major, and names its line', async (runner) => {
  const root = workspace(runner, {
    'agentguard.config.json': '{\n  "allow": [],\n  "denny": ["a.com"]\n}\n',
  })
  const { code, text, reached } = await run(runner, join(root, 'packages/weather'))
  expect(text).toContain(`agentguard.config.json:3: there is no option 'denny'. Did you mean 'deny'?`)
  expect({ code, reached }).toEqual({ code: 1, reached: [] })
})

test.each(runners)('a locked config fails a file of $runner $major that widens it', async (runner) => {
  const root = workspace(runner, {
    'agentguard.config.js': 'export default { locked: true }\n',
    'packages/weather/tools/a.test.js': `// @agentguard allow=${own}\n${reach}`,
  })
  const { code, text, reached } = await run(runner, join(root, 'packages/weather'))
  expect(text).toContain('the policy is locked, so allow cannot widen it here')
  expect({ code, reached }).toEqual({ code: 1, reached: [] })
})

test.each(runners)('rules that no test of $runner $major needs fail a run, by file and line', async (runner) => {
  const root = workspace(runner, {
    [`packages/weather/agentguard.config.json`]: `{\n  "unusedRules": "error",\n  "allow": ["${allowed}",\n    "old.example.com"]\n}\n`,
    'packages/weather/tools/a.test.js': `// @agentguard allow=${own}\n// @agentguard mute=${denied},gone.example.com\n${reach}`,
  })
  const { code, text, reached } = await run(runner, join(root, 'packages/weather'))
  expect(reached, text).toEqual(['allowed', 'package'])
  expect(text).toContain(`agentguard: this run never used these rules:
  tools/a.test.js:2         mute gone.example.com
  agentguard.config.json:4  allow old.example.com
  Remove them: npx agentguard suggest --prune --write
`)
  expect(code).toBe(1)
})
