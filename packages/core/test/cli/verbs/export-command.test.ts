import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { createLock } from '../../../src/run/lock/create-lock.ts'
import { formatLock } from '../../../src/run/lock/format-lock.ts'
import { attemptOf, evidenceFileOf } from '../../run/lock/evidence-file-of.ts'
import { agentguard } from '../agentguard.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agentguard-export-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const attempts = [
    attemptOf({ rule: 'GET https://api.weather.com/v1/*' }),
    attemptOf({ unixPath: '/run/docker.sock', rule: 'unix:/run/docker.sock' }),
  ]
  writeFileSync(join(folder, 'egress.lock.json'), formatLock(createLock(evidenceFileOf(attempts))))
})

test('agentguard export prints the list, and reports on stderr what does not fit', () => {
  expect(agentguard(['export', '--to', 'harden-runner'], { cwd: folder })).toEqual({
    status: 0,
    stdout: 'allowed-endpoints: >\n  api.weather.com:443\n',
    stderr: `Not in the list for harden-runner:
  unix:/run/docker.sock: it does not filter unix sockets: no entry is needed
Wider than your rules:
  api.weather.com:443: harden-runner lets all requests through, your rule only GET https://api.weather.com/v1/*
`,
  })
})

test('agentguard export reads a named lock', () => {
  const lock = join(folder, 'egress.lock.json')

  expect(agentguard(['export', '--to', 'deno', '--lock', lock]).stdout).toBe('--allow-net=api.weather.com:443\n')
})

test.each<[readonly string[], string]>([
  [[], "required option '--to <target>' not specified"],
  [['--to', 'iptables'], 'Allowed choices are harden-runner, deno, sandbox-runtime, list'],
  [['--to', 'deno', '--lock', 'none.json'], 'none.json: the lock cannot be read (ENOENT).'],
])('agentguard export %j is wrong use', (args, message) => {
  expect(agentguard(['export', ...args], { cwd: folder })).toMatchObject({
    status: 2,
    stderr: expect.stringContaining(message) as string,
  })
})
