import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { startFar } from '../../flows/far/start-far.ts'
import { writeProject } from '../../testing/config/write-project.ts'
import { parseEvidenceFile } from '../../../src/run/file/parse-evidence-file.ts'
import { agentguard, agentguardPath } from '../agentguard.ts'

const far = await startFar()
const here = `localhost:${far.ports.tcp}`
const connect = `require('node:net').connect(${far.ports.tcp}, '127.0.0.1').on('error', () => {}).on('connect', function () { this.destroy() })`

beforeEach(async () => void (await far.take()))

/** The exit code of a command that connects, run in a folder. */
async function run(folder: string, ...flags: readonly string[]): Promise<unknown> {
  const args = [agentguardPath, 'run', ...flags, '--', process.execPath, '-e', connect]
  const [code] = (await once(spawn(process.execPath, args, { cwd: folder, stdio: 'ignore' }), 'exit')) as [number]
  return code
}

const config = (options: object) => JSON.stringify(options)

test('agentguard run applies the nearest config, and the deny rules of one further up', async () => {
  const folder = writeProject({
    'a/agentguard.config.json': config({ allow: [here] }),
    'b/.git/HEAD': '',
    'b/agentguard.config.json': config({ deny: [here] }),
    'b/c/agentguard.config.json': config({ allow: [here] }),
    'd/.git/HEAD': '',
  })

  expect(await run(join(folder, 'a'))).toBe(0)
  expect(await far.take()).toEqual(['tcp connection'])
  expect(await run(join(folder, 'b/c'))).toBe(1)
  expect(await run(join(folder, 'd'))).toBe(1)
  expect(await far.take()).toEqual([])
})

test('agentguard run adds the flags to the nearest config or to a named one', async () => {
  const folder = writeProject({
    'agentguard.config.json': config({ mute: ['other.example'], allow: [here] }),
    'named.json': config({ allow: ['other.example'] }),
  })

  expect(await run(folder, '--deny', here)).toBe(1)
  expect(await run(folder, '--config', 'named.json')).toBe(1)
  expect(await far.take()).toEqual([])
  expect(await run(folder, '--config', 'named.json', '--allow', here)).toBe(0)
  expect(await far.take()).toEqual(['tcp connection'])
})

test('agentguard run --json writes what the command reached and tried, for every report', async () => {
  const folder = writeProject({ 'package.json': '{}' })
  await run(folder, '--allow', here, '--json', 'out/run.json')
  const allowed = parseEvidenceFile(readFileSync(join(folder, 'out/run.json'), 'utf8'), 'run.json')
  const code = await run(folder, '--json', 'out/run.json')
  const blocked = parseEvidenceFile(readFileSync(join(folder, 'out/run.json'), 'utf8'), 'run.json')

  expect(allowed.attempts).toMatchObject([{ outcome: 'allowed', rule: here, port: far.ports.tcp }])
  expect(code).toBe(1)
  expect(blocked.runs).toMatchObject([{ runner: 'agentguard', testFiles: [] }])
  expect(blocked.attempts).toMatchObject([{ outcome: 'blocked', reason: 'loopback-not-own', port: far.ports.tcp }])
  expect(blocked.attempts[0]).not.toHaveProperty('test')
  expect(agentguard(['report', 'out/run.json', '--github'], { cwd: folder }).stdout).toContain(
    '::error file=package.json',
  )
})

test('agentguard run --json keeps the exit code of the command, and writes a file where nothing was tried', () => {
  const folder = writeProject({})
  const { status } = agentguard(['run', '--json', 'run.json', '--', process.execPath, '-e', 'process.exit(3)'], {
    cwd: folder,
  })

  expect(status).toBe(3)
  expect(parseEvidenceFile(readFileSync(join(folder, 'run.json'), 'utf8'), 'run.json').attempts).toEqual([])
})
