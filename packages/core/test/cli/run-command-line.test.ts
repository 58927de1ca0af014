import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { verbs } from '../../src/cli/verbs/verbs.ts'
import { agentguard } from './agentguard.ts'

test.each([[[]], [['--help']], [['help']], [['help', 'help']]])('agentguard %j lists every verb', (args) => {
  const { status, stdout, stderr } = agentguard(args)

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  for (const { name } of verbs) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'))
})

test.each(verbs.map(({ name }) => name))('agentguard %s --help shows how it is used, with examples', (name) => {
  const { status, stdout, stderr } = agentguard([name, '--help'])

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toMatch(new RegExp(`^Usage: agentguard ${name} `))
  expect(stdout).toMatch(new RegExp(`Examples:\n( {2}agentguard ${name}.*(\n|$))+`))
  expect(agentguard(['help', name]).stdout).toBe(stdout)
})

test('the help has no colour where there is no terminal, or NO_COLOR is set', () => {
  const coloured = agentguard(['--help'], { env: { FORCE_COLOR: '1', NO_COLOR: undefined } }).stdout

  expect(coloured).toContain('\u001B[1m')
  expect(agentguard(['--help'], { env: { NO_COLOR: '1', FORCE_COLOR: undefined } }).stdout).not.toContain('\u001B')
})

test('agentguard --version prints the version of the package', () => {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
    version: string
  }

  expect(agentguard(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' })
})

test.each<[string, string]>([
  ['rum -- a', "agentguard: unknown command 'rum'. Did you mean 'run'? See 'agentguard --help'."],
  ['run --alow a.com -- a', "agentguard run: unknown option '--alow'. Did you mean '--allow'?"],
  ['help rum', "agentguard: unknown command 'rum'. Did you mean 'run'? See 'agentguard --help'."],
  [
    'init extra',
    "agentguard init: too many arguments for 'init'. Expected 0 arguments but got 1: extra. See 'agentguard",
  ],
  ['export --to moon', 'Allowed choices are harden-runner, deno, sandbox-runtime, list. See'],
  ['--isolat run -- a', "agentguard: unknown option '--isolat'. See 'agentguard --help'."],
  ['run -x -- a', "agentguard run: unknown option '-x'. See 'agentguard run --help'."],
  ['run --allow', "agentguard run: option '--allow <rules>' argument missing"],
  [
    'run npm test',
    "agentguard run: 'npm' is before '--'. Write 'agentguard run -- npm test', with flags of agentguard before '--'.",
  ],
  ['run npm -- npm', "agentguard run: 'npm' is before '--'. Write 'agentguard run -- npm npm', with flags"],
  [
    'run --allow a.example node -v',
    "agentguard run: 'node' is before '--'. Write 'agentguard run -- node -v', with flags of agentguard before '--'.",
  ],
  ['run', "agentguard run: no command follows '--'"],
  ['run --', "agentguard run: no command follows '--'"],
  ['run --mode blok -- a', "'blok' is not a value of mode. Did you mean 'block'?"],
])('agentguard %s is wrong use', (line, message) => {
  const { status, stdout, stderr } = agentguard(line.split(' '))

  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toContain(message)
})

test('agentguard run leaves everything behind -- to the command', () => {
  const print = 'console.log(JSON.stringify(process.argv.slice(1)))'
  const run = agentguard(['run', '--', process.execPath, '-e', print, '--', '--help', '--allow', '-x'])

  expect(run).toEqual({ status: 0, stdout: '["--help","--allow","-x"]\n', stderr: '' })
})

test('agentguard run exits with 127 where the command is not there', () => {
  const { status, stderr } = agentguard(['run', '--', 'no-such-command'])

  expect(status).toBe(127)
  expect(stderr).toContain("agentguard cannot start 'no-such-command'")
})

test('agentguard run lets npm try again at once, unless its user says otherwise', () => {
  const folder = mkdtempSync(join(tmpdir(), 'run-npm-'))
  const npm = join(folder, 'npm-cli.cjs')
  const names = ['npm_config_fetch_retry_mintimeout', 'npm_config_fetch_retry_maxtimeout']
  writeFileSync(npm, `console.log(...${JSON.stringify(names)}.map((name) => process.env[name]))`)
  const run = (env: NodeJS.ProcessEnv) => agentguard(['run', '--', process.execPath, npm], { env })

  expect(run({}).stdout).toBe('100 1000\n')
  expect(run({ npm_config_fetch_retry_mintimeout: '7' }).stdout).toBe('7 1000\n')
  rmSync(folder, { recursive: true })
})
