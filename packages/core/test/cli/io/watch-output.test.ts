import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { formatEvidenceFile } from '../../../src/run/file/format-evidence-file.ts'
import { attemptOf, evidenceFileOf } from '../../run/lock/evidence-file-of.ts'
import { agentguardPath } from '../agentguard.ts'

/** A folder in which every verb has something to print. */
function createProject(): string {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-output-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const blocked = attemptOf({ outcome: 'blocked', rule: undefined, reason: 'not-allowed', host: 'evil.example.com' })
  mkdirSync(join(folder, '.agentguard'))
  writeFileSync(join(folder, '.agentguard/evidence.json'), formatEvidenceFile(evidenceFileOf([attemptOf(), blocked])))
  writeFileSync(join(folder, 'egress.lock.json'), '{"lockfileVersion":1,"files":{}}')
  writeFileSync(join(folder, 'package.json'), '{"devDependencies":{"jest":"*"}}')
  return folder
}

/** Runs `agentguard` while no one reads one of its streams, as `head` may leave it. */
async function runUnread(
  args: readonly string[],
  unread: 'stdout' | 'stderr',
): Promise<{ code: unknown; read: string }> {
  const child = spawn(process.execPath, [agentguardPath, ...args], {
    cwd: createProject(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const chunks: string[] = []
  child[unread].destroy()
  child[unread === 'stdout' ? 'stderr' : 'stdout'].setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, read: chunks.join('') }
}

test.each<[string, number]>([
  ['--help', 0],
  ['init --yes', 0],
  ['suggest', 0],
  ['report', 0],
  ['report --markdown -', 0],
  ['merge .agentguard/evidence.json', 0],
  ['export --to list', 0],
  ['explain evil.example.com --mode block', 1],
])('agentguard %s ends quietly where no one reads its stdout', async (line, code) => {
  expect(await runUnread(line.split(' '), 'stdout')).toEqual({ code, read: '' })
})

test('agentguard lock reports the run where no one reads its stdout', async () => {
  const reported = '1 destination was blocked in this run: what is blocked is not reached, and not in the lock\n'

  expect(await runUnread(['lock', '--check'], 'stdout')).toEqual({ code: 1, read: reported })
})

const leak = 'fetch("http://192.0.2.1").catch(() => process.exit(3))'

test.each<[string, readonly string[], number]>([
  ['nosuch', ['nosuch'], 2],
  ['run', ['run', '--', process.execPath, '-e', leak], 3],
])('agentguard %s keeps its exit code where no one reads its stderr', async (_, args, code) => {
  expect(await runUnread(args, 'stderr')).toEqual({ code, read: '' })
})

test.runIf(existsSync('/dev/full'))('agentguard reports a full stdout', () => {
  const { status, stderr } = spawnSync(process.execPath, [agentguardPath, '--help'], {
    stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
    encoding: 'utf8',
  })

  expect(stderr).toMatch(/^stdout cannot be written: ENOSPC: .*\n$/)
  expect(status).toBe(2)
})
