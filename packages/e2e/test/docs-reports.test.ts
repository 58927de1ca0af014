import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ForeignServer, startForeignServer } from './vitest/foreign-server.ts'

const page = readFileSync(join(import.meta.dirname, '../../../docs/reports.md'), 'utf8')
const projects = join(import.meta.dirname, '../projects')
const hidden = /^(VITEST|JEST|NODE_OPTIONS|NODE_ENV|FORCE_COLOR|GITHUB_|CI$|TEST$|AGENTGUARD_)/

let server: ForeignServer
beforeAll(async () => {
  server = await startForeignServer()
})
afterAll(() => server.stop())

describe.each([
  ['Jest', 'jest30', 'npx jest'],
  ['Vitest', 'vitest5', 'npx vitest run'],
])('with %s, the configuration of the page on reports', (_, project, runner) => {
  let folder = ''
  const runLine = (line: string) => {
    const kept = Object.fromEntries(Object.entries(process.env).filter(([key]) => !hidden.test(key)))
    const bin = join(projects, project, 'node_modules/.bin')
    const PATH = [bin, dirname(process.execPath), process.env['PATH']].join(delimiter)
    return spawnSync('sh', ['-c', line.replace(/^npx /, '')], {
      cwd: folder,
      env: { ...kept, NO_COLOR: '1', PATH },
      encoding: 'utf8',
    })
  }

  beforeAll(() => {
    const runs = join(projects, project, 'runs')
    mkdirSync(runs, { recursive: true })
    folder = mkdtempSync(join(runs, 'reports-'))
    for (const [file, text] of filesOf(project)) writeFileSync(join(folder, file), text)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('writes the reports that it asks for', () => {
    const { status, stderr } = runLine(runner)

    expect(status).toBe(1)
    expect(stderr).toContain('Egress  1 destination blocked')
    expect(readdirSync(join(folder, '.agentguard')).toSorted()).toEqual([
      'evidence.html',
      'evidence.json',
      'evidence.sarif',
    ])
    renameSync(join(folder, '.agentguard/evidence.json'), join(folder, 'whole.json'))
  })

  test('makes shards that, merged in any order, tell what the whole suite tells', () => {
    for (const shard of [1, 2]) {
      runLine(`${runner} --shard=${shard}/2`)
      renameSync(join(folder, '.agentguard/evidence.json'), join(folder, `shard-${shard}.json`))
    }
    const merges = ['shard-1.json shard-2.json -o there.json', 'shard-2.json shard-1.json shard-2.json -o back.json']
    for (const line of merges) expect(runLine(`npx agentguard merge ${line}`)).toMatchObject({ status: 0, stderr: '' })

    expect(readFileSync(join(folder, 'there.json'), 'utf8')).toBe(readFileSync(join(folder, 'back.json'), 'utf8'))
    for (const format of ['--sarif -', '--github', '']) {
      const [whole, merged] = ['whole.json', 'there.json'].map((file) =>
        runLine(`npx agentguard report ${file} ${format}`),
      )
      expect(whole).toMatchObject({ status: 0, stderr: '' })
      expect(merged?.stdout).toBe(whole?.stdout)
    }
  })
})

/** The configuration as the page shows it, and tests that reach a server of somebody else's. */
function filesOf(project: string): readonly (readonly [file: string, text: string])[] {
  const runner = project.replace(/\d+$/, '')
  const [, config = ''] = new RegExp(`^(// ${runner}\\.config\\.js\\n[\\s\\S]*?)^\`\`\``, 'm').exec(page) ?? []
  const head = runner === 'vitest' ? "import { test } from 'vitest'\n\n" : ''
  return [
    ['package.json', JSON.stringify({ private: true, type: 'module' })],
    [`${runner}.config.js`, config],
    ...['a', 'b', 'c', 'd'].map((name) => [`${name}.test.js`, `${head}${testsOf(name)}`] as const),
  ]
}

function testsOf(name: string): string {
  return ['one', 'two']
    .map((word) => `test('${name} ${word}', () => fetch('${server.url}').catch(() => {}))\n`)
    .join('')
}
