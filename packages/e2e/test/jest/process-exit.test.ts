import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { destinationsIn, jestMajors } from './run-jest.ts'

const projects = join(import.meta.dirname, '../../projects')
const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** Runs Jest without results, since it may end before it writes them. */
function run(major: number, files: Readonly<Record<string, string>>, reporters: readonly string[] = ['default']) {
  const project = join(projects, `jest${major}`)
  mkdirSync(join(project, 'runs'), { recursive: true })
  const cwd = mkdtempSync(join(project, 'runs', 'exit-'))
  folders.push(cwd)
  const config = { testEnvironment: 'agentguard', transform: {}, reporters }
  for (const [name, text] of Object.entries({ 'package.json': JSON.stringify({ jest: config }), ...files }))
    writeFileSync(join(cwd, name), text)
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(VITEST|JEST|NODE_OPTIONS|NODE_ENV|GITHUB_ACTIONS|CI$|TEST$)/.test(name),
    ),
  )
  const jest = join(project, 'node_modules/jest/bin/jest.js')
  const { status, stdout, stderr } = spawnSync(process.execPath, [jest, '--runInBand'], { cwd, env, encoding: 'utf8' })
  return { status, text: stdout + stderr }
}

const phone =
  "const phone = () => require('node:events').once(require('node:net').connect(443, '192.0.2.70'), 'error')\n"
const ours = ['default', 'jest-environment-agentguard/reporter']

describe.each(jestMajors)('Jest %i in band', (major) => {
  test('a test that calls process.exit(0) does not hide what it attempted', () => {
    const { status, text } = run(major, {
      'a.test.js': `${phone}test('leaves', async () => { await phone(); process.exit(0) })`,
    })

    expect(status).toBe(1)
    expect(text).toContain('agentguard: the tests ended their process before Jest could report what they attempted:')
    expect(destinationsIn(text)).toEqual(['192.0.2.70:443'])
    expect(text).toMatch(/test {3}leaves/)
  })

  test('a test that calls process.exit(0) and attempts nothing is left alone', () => {
    const { status, text } = run(major, { 'a.test.js': "test('leaves', () => { process.exit(0) })" })

    expect(status).toBe(0)
    expect(text).not.toContain('agentguard')
  })

  test.each([
    ['without the reporter', ['default']],
    ['with the reporter', ours],
  ])('a file whose tests are all skipped fails for what its import attempts later, %s', (_, reporters) => {
    const late = `${phone}require('node:zlib').gzip('x', () => phone())\ntest.skip('rests', () => {})`
    const { status, text } = run(major, { 'a.test.js': late }, reporters)

    expect(status).toBe(1)
    expect(text).toContain('Egress blocked: connect 192.0.2.70:443')
    expect(text).toContain('a.test.js   (from work that began at import)')
  })
})
